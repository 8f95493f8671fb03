const units: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes of a size as the profile writes it: `64m`, `8g`. The schema has checked the form. */
export function bytesOf(size: string): number {
  return Number(size.slice(0, -1)) * (units[size.slice(-1)] ?? 1);
}
