/** A file of WSL as text, one character a byte where it is UTF-8, so that what is not understood survives unchanged. */
export interface ConfigText {
  readonly text: string;
  /** Bytes of a text in the encoding of the file it came from, with its byte order mark. */
  readonly toBytes: (text: string) => Buffer;
}

const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf]);
const utf16Mark = Buffer.from([0xff, 0xfe]);

/** As Windows opens `.wslconfig`: the mark decides the encoding and is no part of the text; without one it is UTF-8. */
export function decodeWslconfig(bytes: Buffer): ConfigText {
  if (bytes.subarray(0, 2).equals(utf16Mark)) return wide(bytes);
  const mark = bytes.subarray(0, 3).equals(utf8Mark) ? utf8Mark : Buffer.alloc(0);
  return {
    text: bytes.subarray(mark.length).toString('latin1'),
    toBytes: (text) => Buffer.concat([mark, Buffer.from(text, 'latin1')]),
  };
}

/** As Linux opens `wsl.conf`: bytes, and a mark is just three that do not belong there. */
export function decodeWslConf(bytes: Buffer): ConfigText {
  return { text: bytes.toString('latin1'), toBytes: (text) => Buffer.from(text, 'latin1') };
}

function wide(bytes: Buffer): ConfigText {
  const body = bytes.subarray(2);
  // Half a code unit at the end is kept, though it means nothing.
  const rest = body.subarray(body.length - (body.length % 2));
  return {
    text: body.subarray(0, body.length - rest.length).toString('utf16le'),
    toBytes: (text) => Buffer.concat([utf16Mark, Buffer.from(text, 'utf16le'), rest]),
  };
}
