const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

/** The checksum of the POSIX program `cksum`: CRC-32 over the bytes and their number. */
export function posixCksum(bytes: Uint8Array): number {
  let crc = 0;
  const take = (byte: number): void => {
    crc = (crc << 8) ^ (table[((crc >>> 24) ^ byte) & 0xff] ?? 0);
  };
  for (const byte of bytes) take(byte);
  for (let rest = bytes.length; rest > 0; rest = Math.floor(rest / 256)) take(rest & 0xff);
  return ~crc >>> 0;
}
