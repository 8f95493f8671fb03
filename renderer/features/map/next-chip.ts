const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** Where a key leads within a layer's chips; null when it is no key of theirs. */
export function nextChip(key: string, at: number, count: number): number | null {
  return steps[key]?.(at, count) ?? null;
}
