import type { ControlId } from '../../app/controls/control.ts';
import type { HostKind } from '../../app/ipc/snapshot.ts';
import type { Profile } from '../../app/launch/profile.ts';
import type { Engine } from '../docker/engine.ts';
import type { SessionDeps } from '../launch/launch-deps.ts';
import type { RemedyAction } from '../remedies/remedy-action.ts';
import type { Probe } from '../probes/probe.ts';
import type { HostNet } from '../process/host-net.ts';
import type { ScriptFiles } from '../files/script-files.ts';

/** Where the stack lives, with everything that differs from host to host. */
export interface ChosenHost {
  readonly kind: HostKind;
  /** Why it was chosen, when nobody asked for it. */
  readonly note: string | null;
  readonly engine: Engine;
  readonly net: HostNet;
  readonly scripts: ScriptFiles;
  readonly probes: readonly Probe[];
  /** What Airlock can change here by itself. */
  readonly remedyActions: readonly RemedyAction[];
  /** What can be broken and mended on purpose; null on a real host. */
  readonly practice: Breakable | null;
  /** The profile as this host can launch it. */
  readonly adapt: (profile: Profile) => Profile;
  readonly spawnWatcher: (session: SessionDeps, sessionId: string) => Promise<void>;
  readonly close: () => void;
}

interface Breakable {
  set(controlId: ControlId, broken: boolean): Promise<void>;
}
