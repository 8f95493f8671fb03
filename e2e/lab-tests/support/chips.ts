import { airlock, answerOf, startAirlock, type RunningAirlock } from './airlock.ts';

const pollMs = 20;

interface LayerLine {
  readonly controls: readonly { readonly id: string; readonly verdict: string; readonly summary: string }[];
}

/** A chip as `airlock watch` told it last. */
export interface Chip {
  readonly verdict: string;
  readonly summary: string;
}

/** `airlock watch --json`, and what every chip shows by it. */
export class ChipWatch {
  private readonly running: RunningAirlock;

  constructor(env: Readonly<Record<string, string>> = {}) {
    this.running = startAirlock(['watch', '--json'], env);
  }

  /** What a chip shows now; null before its first verdict. */
  chip(control: string): Chip | null {
    const last = this.running.lines.filter((line) => line['type'] === 'verdict' && line['control'] === control).at(-1);
    return last === undefined ? null : { verdict: String(last['verdict']), summary: String(last['summary']) };
  }

  /** Milliseconds until a chip shows one of these verdicts; throws with what it shows instead after `limitMs`. */
  async msUntil(control: string, verdicts: readonly string[], limitMs: number): Promise<number> {
    const sinceMs = Date.now();
    for (;;) {
      const chip = this.chip(control);
      const tookMs = Date.now() - sinceMs;
      if (chip !== null && verdicts.includes(chip.verdict)) return tookMs;
      if (tookMs > limitMs) {
        throw new Error(`${control} after ${String(tookMs)} ms: ${chip?.verdict ?? '-'}, ${chip?.summary ?? '-'}`);
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  async stop(): Promise<void> {
    this.running.child.kill('SIGTERM');
    await this.running.finished;
  }
}

/** What a chip shows when somebody looks with `airlock status --json`. */
export async function statusChip(control: string): Promise<Chip> {
  const answer = answerOf(await airlock(['status', '--json']));
  const layers = answer['layers'] as readonly LayerLine[];
  const found = layers.flatMap((layer) => layer.controls).find((one) => one.id === control);
  if (found === undefined) throw new Error(`status says nothing of ${control}`);
  return found;
}
