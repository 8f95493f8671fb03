import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Looks at everything again, the profile included; ends when every probe has answered. */
export function controlsSweep({ reload, refresh }: CommandDeps): CommandHandlers['controls.sweep'] {
  return async () => {
    await reload();
    await refresh();
    return null;
  };
}
