import type { Failure } from '../../app/errors/airlock-error.ts';
import type { CommandHandlers } from '../../app/ipc/contract.ts';
import type { HostKind } from '../../app/ipc/snapshot.ts';
import type { PanelState } from './panel-state.ts';

export interface PanelOptions {
  /** Wins over AIRLOCK_HOST; without both, the host is found out. */
  readonly host?: HostKind;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
}

/** The core as a shell sees it. */
export interface Panel {
  readonly state: PanelState;
  readonly handlers: CommandHandlers;
  /** Begins to look: a first sweep, then the engine's events. Without it, commands still work one by one. */
  start(): void;
  /** Waits until no launch, resume or stop is under way; answers why the last one failed, or null. */
  settled(): Promise<Failure | null>;
  /** Lets go of everything. Sessions go on. */
  stop(): Promise<void>;
}
