import { StringDecoder } from 'node:string_decoder';

const headerBytes = 8;
/** A line longer than this is handed on in pieces: a container must not fill our memory. */
const maxLineChars = 256 * 1024;

export type FrameSource = 'stdout' | 'stderr';

/**
 * Takes apart the engine's multiplexed stream: each frame has a header of 8 bytes, whose first is 1 (standard output) or
 * 2 (error) and whose last 4 are the length, big-endian. Frames may be split anywhere over chunks.
 */
export class FrameDecoder {
  private held: Buffer = Buffer.alloc(0);
  private left = 0;
  private source: FrameSource = 'stdout';

  constructor(private readonly onData: (source: FrameSource, data: Buffer) => void) {}

  push(chunk: Buffer): void {
    let rest = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    for (;;) {
      if (this.left > 0) {
        const part = rest.subarray(0, this.left);
        if (part.length > 0) this.onData(this.source, part);
        this.left -= part.length;
        rest = rest.subarray(part.length);
        if (this.left > 0) break;
      }
      if (rest.length < headerBytes) break;
      this.source = rest[0] === 2 ? 'stderr' : 'stdout';
      this.left = rest.readUInt32BE(4);
      rest = rest.subarray(headerBytes);
    }
    this.held = Buffer.from(rest);
  }
}

/** Cuts bytes into lines; characters may be split over chunks. */
export class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  private held = '';

  constructor(private readonly onLine: (line: string) => void) {}

  push(chunk: Buffer): void {
    this.cut(this.decoder.write(chunk));
  }

  /** Hands on what was left without a line end. */
  end(): void {
    this.cut(this.decoder.end());
    if (this.held !== '') this.onLine(this.held);
    this.held = '';
  }

  private cut(text: string): void {
    const lines = (this.held + text).split('\n');
    this.held = lines.pop() ?? '';
    for (const line of lines) this.onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (this.held.length > maxLineChars) {
      this.onLine(this.held);
      this.held = '';
    }
  }
}

/** Lines of both outputs of a multiplexed stream; each output has its own lines. */
export class FrameLines {
  private readonly lines: Readonly<Record<FrameSource, LineSplitter>>;
  private readonly frames: FrameDecoder;

  constructor(onLine: (line: string) => void) {
    this.lines = { stdout: new LineSplitter(onLine), stderr: new LineSplitter(onLine) };
    this.frames = new FrameDecoder((source, data) => this.lines[source].push(data));
  }

  push(chunk: Buffer): void {
    this.frames.push(chunk);
  }

  end(): void {
    this.lines.stdout.end();
    this.lines.stderr.end();
  }
}
