import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { parseSentinelLine, type SentinelBeat, type SentinelLine } from '../../../app/launch/sentinel-report.ts';
import { labImages } from '../../lab/lab-addresses.ts';
import { docker } from './engine.ts';

/** A sentinel in the lab's engine, on the other end of its lifeline. */
export class RunningSentinel {
  readonly name = `sentinel-${randomUUID().slice(0, 8)}`;
  readonly lines: SentinelLine[] = [];
  readonly exited: Promise<number>;
  private readonly client: ChildProcessByStdio<Writable, Readable, null>;
  private rest = '';

  constructor(env: Readonly<Record<string, string>> = {}) {
    const caps = ['NET_ADMIN', 'NET_RAW', 'KILL'].flatMap((cap) => ['--cap-add', cap]);
    const variables = Object.entries(env).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
    const box = ['--network', 'host', '--pid', 'host', '--cap-drop', 'ALL', ...caps, '--read-only', '--tmpfs', '/run'];
    const command = ['--entrypoint', 'python3', labImages.tools, '/airlock/sentinel.py'];
    this.client = spawn('docker', ['run', '-i', '--rm', '--name', this.name, ...box, ...variables, ...command], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.client.stdout.setEncoding('utf8').on('data', (text: string) => this.read(text));
    this.exited = new Promise((resolve) => this.client.once('exit', (code) => resolve(code ?? 137)));
  }

  say(line: string): void {
    this.client.stdin.write(`${line}\n`);
  }

  /** The launcher goes away. */
  hangUp(): void {
    this.client.stdin.end();
  }

  get lastBeat(): SentinelBeat | undefined {
    return this.lines.findLast((line) => line.type === 'beat');
  }

  /** The first line that fits, from now on or already there. */
  async line<T extends SentinelLine>(fits: (line: SentinelLine) => line is T, limitMs = 5_000): Promise<T> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const found = this.lines.find(fits);
      if (found !== undefined) return found;
      if (Date.now() > deadline) throw new Error(`not said in ${limitMs} ms:\n${JSON.stringify(this.lines.slice(-5))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** A beat that was written after this call. */
  async nextBeat(): Promise<SentinelBeat> {
    const after = this.lastBeat?.seq ?? 0;
    return this.line((line): line is SentinelBeat => line.type === 'beat' && line.seq > after);
  }

  async standing(): Promise<SentinelBeat> {
    return this.line((line): line is SentinelBeat => line.type === 'beat' && line.intact, 10_000);
  }

  async end(): Promise<number> {
    try {
      docker('stop', '-t', '5', this.name);
    } catch {
      // It has ended by itself.
    }
    return this.exited;
  }

  private read(text: string): void {
    const parts = (this.rest + text).split('\n');
    this.rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = parseSentinelLine(part);
      if (line === null) throw new Error(`not a line of the protocol: ${part}`);
      this.lines.push(line);
    }
  }
}
