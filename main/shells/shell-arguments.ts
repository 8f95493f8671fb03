import { parseArgs } from 'node:util';
import type { HostKind } from '../../app/ipc/snapshot.ts';

export const hostKinds = ['windows', 'linux', 'practice'] as const satisfies readonly HostKind[];

export function isHostKind(text: string): text is HostKind {
  return (hostKinds as readonly string[]).includes(text);
}

/** What a panel can be started with. */
export interface ShellArguments {
  /** Absent: the shell's environment or the core decides. */
  readonly host?: HostKind;
  /** Web shell: 0 means any free port. */
  readonly port: number;
  /** Set in a process that only watches this session. */
  readonly watchSession?: string;
}

/** Reads the arguments of a panel. Unknown ones are left alone: Electron adds switches of Chromium's. */
export function readShellArguments(args: readonly string[]): ShellArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: { host: { type: 'string' }, port: { type: 'string' }, 'watch-session': { type: 'string' } },
  });
  const port = Number(values.port ?? 0);
  return {
    ...(typeof values.host === 'string' && isHostKind(values.host) ? { host: values.host } : {}),
    port: Number.isInteger(port) && port >= 0 && port <= 65535 ? port : 0,
    ...(typeof values['watch-session'] === 'string' ? { watchSession: values['watch-session'] } : {}),
  };
}
