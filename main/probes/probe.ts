import type { ControlId } from '../../app/controls/control.ts';
import type { Finding } from '../../app/findings/finding.ts';
import type { Profile } from '../../app/launch/profile.ts';
import type { Session } from '../../app/launch/session.ts';
import type { WallTestReport } from '../../app/launch/wall-test.ts';
import type { Recipe } from '../../app/recipes/recipe.ts';
import type { ContainerFacts, Engine, EngineEvent } from '../docker/engine.ts';
import type { HostNet } from '../process/host-net.ts';
import type { WindowsFacts } from '../windows/windows-facts.ts';
import type { LxssView, WslFacts } from '../wsl/wsl-facts.ts';
import type { InsideView } from './inside-view.ts';
import type { ScriptFiles } from '../files/script-files.ts';

/** What a probe may look at. */
export interface ProbeContext {
  readonly engine: Engine;
  readonly net: HostNet;
  readonly scripts: ScriptFiles;
  readonly profile: Profile;
  readonly recipe: Recipe;
  readonly session: Session | null;
  readonly lastWallTest: WallTestReport | null;
  /** Every container of ours (label airlock.session), fetched once a sweep. */
  readonly containers: () => Promise<readonly ContainerFacts[]>;
  /** What a look inside ComfyUI's container finds, taken once a sweep. Ask `mayEnter` first. */
  readonly inside: (comfyui: ContainerFacts) => Promise<InsideView>;
  /** What this account's WSL is like, looked at once a sweep. Rejects on hosts without WSL. */
  readonly wsl: () => Promise<WslFacts>;
  /** What Windows says of itself, looked at once a sweep. Rejects on other hosts. */
  readonly windows: () => Promise<WindowsFacts>;
  /** The part of it that is about distributions. */
  readonly lxss: () => Promise<LxssView>;
  readonly signal: AbortSignal;
  /** Now, in milliseconds since 1970. */
  readonly now: () => number;
}

/** Looks at the world and answers for one or more controls; never changes anything. One file each. */
export interface Probe {
  readonly id: string;
  readonly controls: readonly ControlId[];
  /** Milliseconds after which it counts as hung and its controls become `unknown`. */
  readonly timeoutMs: number;
  /** True when it compares with the session or the last wall test: in a sweep, it waits until these are known. */
  readonly needsSession?: boolean;
  /** True when this event of the engine can change its answer: it is asked again at once. */
  readonly concernedBy: (event: EngineEvent) => boolean;
  readonly observe: (context: ProbeContext) => Promise<readonly Finding[]>;
}
