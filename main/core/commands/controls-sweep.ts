import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Looks at everything again, the profile included; ends when every probe has answered. */
export function controlsSweep({ reload, refresh, remedies }: CommandDeps): CommandHandlers['controls.sweep'] {
  return async () => {
    await reload();
    await Promise.all([refresh(), remedies.reload()]);
    return null;
  };
}
