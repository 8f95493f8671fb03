/**
 * What a PowerShell wrote, as text. Ours writes UTF-8 without a mark; a mark in front, or UTF-16 where something
 * between has changed the encoding, is read all the same.
 */
export function decodePowershell(bytes: Buffer): string {
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes.length >= 4 && bytes[1] === 0 && bytes[3] === 0);
  if (isBigEndian)
    return withoutMark(
      Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le'),
    );
  return withoutMark(bytes.toString(isWide ? 'utf16le' : 'utf8'));
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
