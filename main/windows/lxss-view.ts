import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { LxssView } from '../wsl/wsl-facts.ts';
import type { WindowsFacts } from './windows-facts.ts';

/** LXSS_DISTRO_FLAGS_VM_MODE in WSL's source. The registry's own "Version" is that of the files, and 2 for both. */
const wsl2Flag = 8;
/** What WSL takes a missing "Flags" and "State" for: no machine of its own, installed. */
const missing = { flags: 7, state: 1 } as const;

/**
 * The part of the facts that is about distributions.
 *
 * @throws AirlockError `windows-unreadable` when this account's own could not be read.
 */
export function lxssView({ lxss, otherAccounts, vhdDisk }: WindowsFacts): LxssView {
  if (!lxss.isKnown) throw unreadable(lxss.why);
  return {
    lxss: lxss.value.map(({ name, flags, state }) => ({
      name,
      version: ((flags ?? missing.flags) & wsl2Flag) === 0 ? 1 : 2,
      state: state ?? missing.state,
    })),
    otherLxss: othersOf(otherAccounts),
    modelsVhd: { virtualBytes: vhdDisk.isKnown ? vhdDisk.value.virtualBytes : null },
  };
}

function othersOf(accounts: WindowsFacts['otherAccounts']): LxssView['otherLxss'] {
  if (!accounts.isKnown) return null;
  const readable = accounts.value.flatMap(({ sid, names }) => (names === null ? [] : [{ sid, names }]));
  return readable.length === 0 && accounts.value.length > 0 ? null : readable;
}

function unreadable(why: string): AirlockError {
  return new AirlockError({
    code: 'windows-unreadable',
    message: `The distributions of this account could not be read from the registry: ${why}.`,
    next: 'Try again; if it goes on, run Airlock from the account that runs ComfyUI.',
  });
}
