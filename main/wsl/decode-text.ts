/**
 * What `wsl.exe` itself says, as text with LF line ends. With `WSL_UTF8=1` that is UTF-8; older ones do not know the
 * variable and write UTF-16LE, mostly without a byte order mark. Nothing in it is a reason to fail.
 */
export function decodeWslText(bytes: Buffer): string {
  return decode(bytes).replaceAll(/\r\n?/gu, '\n');
}

function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return wide(bytes.subarray(2));
  const nuls = countNuls(bytes);
  if (nuls.odd + nuls.even === 0) return new TextDecoder().decode(bytes);
  // The high halves of ASCII are at odd places. At even ones when the first byte was lost.
  return nuls.odd >= nuls.even ? wide(bytes) : `\ufffd${wide(bytes.subarray(1))}`;
}

/** Half a code unit at the end, from an output that was cut off, is shown as what it is: something lost. */
function wide(bytes: Buffer): string {
  const text = bytes.toString('utf16le');
  return bytes.length % 2 === 0 ? text : `${text}\ufffd`;
}

function countNuls(bytes: Buffer): { odd: number; even: number } {
  const count = { odd: 0, even: 0 };
  for (const [index, byte] of bytes.entries()) {
    if (byte === 0) count[index % 2 === 0 ? 'even' : 'odd'] += 1;
  }
  return count;
}

/** The same text without what only moves the cursor and colours a terminal: titles, then single sequences. */
export function withoutTerminalSequences(text: string): string {
  return text
    .replaceAll(/\p{Cc}\][^\p{Cc}]*(?:\p{Cc}\\|\p{Cc})/gu, '')
    .replaceAll(/\p{Cc}(?:[[(][0-9;?]*[ -/]*[@-~]|[=>])/gu, '');
}
