import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { requireEnv } from './airlock.ts';

/** What every payload of the hostile node carries. */
export const hostileMarker = 'airlock-hostile-7c1f';

const source = path.resolve(import.meta.dirname, '../../hostile-node');
const reportSchema = z.object({
  rounds: z.int(),
  tried: z.array(z.string()),
  /** Attempt → what came of it. */
  succeeded: z.record(z.string(), z.string()),
});

/** What the hostile node says it has done. */
type HostileReport = z.infer<typeof reportSchema>;

export const labFolder = (name: 'custom_nodes' | 'output'): string =>
  path.join(requireEnv('AIRLOCK_LAB_DIR'), 'comfyui', name);

/** Puts the hostile node among the lab's custom nodes. */
export function plantHostileNode(): void {
  const target = path.join(labFolder('custom_nodes'), 'hostile-node');
  cpSync(source, target, { recursive: true, filter: (file) => !file.includes('__pycache__') });
  chmodSync(target, 0o755);
}

export function removeHostileNode(): void {
  rmSync(path.join(labFolder('custom_nodes'), 'hostile-node'), { recursive: true, force: true });
  rmSync(path.join(labFolder('output'), 'hostile-report.json'), { force: true });
}

/** Its report; null before its first round is over. */
export function hostileReport(): HostileReport | null {
  try {
    const text = readFileSync(path.join(labFolder('output'), 'hostile-report.json'), 'utf8');
    return reportSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
