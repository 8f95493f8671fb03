import { join } from 'node:path';
import * as z from 'zod/mini';
import { controlIds, type ControlId } from '../../app/controls/control.ts';
import { setAside, writeFileAtomically } from '../files/atomic-file.ts';
import { readJsonFile } from '../files/json-file.ts';

const storedSchema = z.object({ version: z.literal(1), broken: z.array(z.enum(controlIds)) });

type Listener = (id: ControlId, broken: boolean) => void;

/** The simulated PC: which of its controls are broken right now. Everything else about it follows from that. */
export class PracticePc {
  private readonly brokenIds = new Set<ControlId>();
  private readonly listeners = new Set<Listener>();
  private writing: Promise<void> = Promise.resolve();

  /** @param path where it is kept; null keeps it in memory only. */
  constructor(private readonly path: string | null = null) {}

  /** The practice PC of an Airlock folder, as it was left. A damaged file begins afresh; it is kept at the next change. */
  static async open(home: string): Promise<PracticePc> {
    const path = join(home, 'practice.json');
    const pc = new PracticePc(path);
    const stored = await readJsonFile(path, storedSchema).catch(() => null);
    for (const id of stored?.broken ?? []) pc.brokenIds.add(id);
    return pc;
  }

  isBroken(id: ControlId): boolean {
    return this.brokenIds.has(id);
  }

  /** Broken controls in the order of the map. */
  broken(): readonly ControlId[] {
    return controlIds.filter((id) => this.brokenIds.has(id));
  }

  /** Breaks or mends one control; answers once it is kept. */
  async set(id: ControlId, broken: boolean): Promise<void> {
    if (this.isBroken(id) === broken) return;
    if (broken) this.brokenIds.add(id);
    else this.brokenIds.delete(id);
    for (const listener of this.listeners) listener(id, broken);
    this.writing = this.writing.then(() => this.keep());
    await this.writing;
  }

  /** Calls `listener` after each change. @returns how to stop that. */
  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private async keep(): Promise<void> {
    if (this.path === null) return;
    try {
      await readJsonFile(this.path, storedSchema);
    } catch {
      await setAside(this.path);
    }
    await writeFileAtomically(this.path, `${JSON.stringify({ version: 1, broken: this.broken() }, null, 2)}\n`);
  }
}
