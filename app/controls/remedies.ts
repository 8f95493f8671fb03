import { containerRemedies } from './remedies-container.ts';
import { dockerRemedies } from './remedies-docker.ts';
import { windowsRemedies } from './remedies-windows.ts';
import { wslRemedies } from './remedies-wsl.ts';
import type { Remedy } from './remedy.ts';

/** Every change Airlock can make, or tell you how to make. */
export const remedies = [
  ...windowsRemedies,
  ...wslRemedies,
  ...dockerRemedies,
  ...containerRemedies,
] as const satisfies readonly Remedy[];

export type RemedyId = (typeof remedies)[number]['id'];

/**
 * What is known of one remedy.
 *
 * @throws Error for an id that is none of ours; ask `isRemedyId` first when it comes from outside.
 */
export function remedyOf(id: string): Remedy {
  const remedy = remedies.find((one) => one.id === id);
  if (remedy === undefined) throw new Error(`no such remedy: ${id}`);
  return remedy;
}

export function isRemedyId(id: string): id is RemedyId {
  return remedies.some((remedy) => remedy.id === id);
}
