/** Rights to a file or folder, as bits of an access mask. */
export const fileRight = {
  readData: 0x1,
  writeData: 0x2,
  appendData: 0x4,
  writeExtended: 0x10,
  /** On a folder: remove what is in it, whatever its own rights say. */
  deleteChild: 0x40,
  writeAttributes: 0x100,
  delete: 0x1_0000,
  readControl: 0x2_0000,
  /** Change the rights themselves. */
  writeDac: 0x4_0000,
  writeOwner: 0x8_0000,
} as const;

/** All that a file can be done with: "Full control". */
export const fullControl = 0x1f_01ff;

const generic: readonly (readonly [number, number])[] = [
  [0x1000_0000, fullControl],
  [0x8000_0000, 0x12_0089],
  [0x4000_0000, 0x12_0116],
  [0x2000_0000, 0x12_00a0],
];

/** The letters that SDDL writes for rights, for what lies in a file system. */
const letters: Readonly<Record<string, number>> = {
  GA: 0x1000_0000,
  GR: 0x8000_0000,
  GW: 0x4000_0000,
  GX: 0x2000_0000,
  SD: fileRight.delete,
  RC: fileRight.readControl,
  WD: fileRight.writeDac,
  WO: fileRight.writeOwner,
  FA: fullControl,
  FR: 0x12_0089,
  FW: 0x12_0116,
  FX: 0x12_00a0,
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x100,
};

/**
 * Reads the rights of an entry: hexadecimal, octal, decimal, or letters in pairs. Null when they are none of these: what
 * such an entry grants cannot be told.
 */
export function parseRights(text: string): number | null {
  if (/^(?:0x[0-9a-f]{1,8}|0[0-7]{0,11}|[1-9][0-9]{0,9})$/iu.test(text)) {
    const number = numberIn(text);
    return number > 0xffff_ffff ? null : mapGeneric(number);
  }
  if (!/^(?:[A-Z]{2}){1,32}$/u.test(text)) return null;
  let mask = 0;
  for (const [pair] of text.matchAll(/../gu)) {
    const bits = Object.hasOwn(letters, pair) ? letters[pair] : undefined;
    if (bits === undefined) return null;
    mask |= bits;
  }
  return mapGeneric(mask);
}

function numberIn(text: string): number {
  const isOctal = /^0[0-7]+$/u.test(text);
  return Number.parseInt(text, /^0x/iu.test(text) ? 16 : isOctal ? 8 : 10);
}

/** Windows itself replaces the generic rights by those of the kind of thing they are for. */
function mapGeneric(mask: number): number {
  const mapped = generic.reduce((bits, [from, to]) => ((mask & from) === 0 ? bits : bits | to), mask);
  return mapped & 0x0fff_ffff;
}

export function holds(mask: number, rights: number): boolean {
  return (mask & rights) === rights;
}
