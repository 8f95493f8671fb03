import type { PanelSnapshot } from '../../../app/ipc/snapshot.ts';

/** Where and with what Airlock runs; documented in docs/cli.md. */
export type Environment = Readonly<Record<string, string | null>>;

export function environmentOf(snapshot: PanelSnapshot, home: string): Environment {
  return {
    version: snapshot.version,
    node: process.versions.node,
    electron: 'electron' in process.versions ? process.versions.electron : null,
    platform: process.platform,
    arch: process.arch,
    host: snapshot.host,
    hostNote: snapshot.hostNote,
    account: snapshot.account,
    home,
    profile: snapshot.profile.path,
    profileProblem: snapshot.profile.problem,
  };
}
