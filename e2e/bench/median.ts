/** The middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The nearest-rank percentile. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** Runs something several times, one after the other. */
export async function repeat<T>(times: number, work: (turn: number) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let turn = 0; turn < times; turn += 1) results.push(await work(turn));
  return results;
}

/** `12 · 14 · 15 ms` */
export function listed(values: readonly number[], unit: string): string {
  return `${values.map((value) => String(Math.round(value))).join(' · ')} ${unit}`;
}
