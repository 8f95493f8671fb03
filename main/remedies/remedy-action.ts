import type * as z from 'zod/mini';
import type { RemedyId } from '../../app/controls/remedies.ts';
import type { Failure } from '../../app/errors/airlock-error.ts';
import type { Profile } from '../../app/launch/profile.ts';
import type { Engine } from '../docker/engine.ts';
import type { ActivityLog } from '../files/activity-log.ts';
import type { ScriptFiles } from '../files/script-files.ts';

/** What remedies act on: the same for all of them, as the host has it. */
export interface RemedyWorld {
  readonly engine: Engine;
  readonly log: ActivityLog;
  readonly scripts: ScriptFiles;
  /** Folder of the files that come with Airlock. */
  readonly assetsDir: string;
  /** Runs a wall test on the session. */
  readonly testWall: (signal: AbortSignal) => Promise<void>;
  /** Mends the wall of a paused session, proves it, and lets ComfyUI go on; ends when it does, or throws. */
  readonly resume: (signal: AbortSignal) => Promise<void>;
}

/** What a remedy may use. */
export interface RemedyDeps extends RemedyWorld {
  readonly profile: Profile;
  /** Says what is being done now, one line at a time. */
  readonly tell: (line: string) => void;
  /** Aborts when the user cancels. What cannot be left half done goes on to its end first. */
  readonly signal: AbortSignal;
}

/**
 * How a change ended. `undo` is plain JSON, enough to take the change back later, in another process.
 * What is thrown instead means that nothing was changed.
 */
export type RemedyOutcome<U = unknown> =
  | { readonly kind: 'done'; readonly undo?: U }
  /** Somebody was asked and said no: an answer like any other. */
  | { readonly kind: 'declined' }
  /** It stopped in the middle; `undo` takes back what had been changed until then. */
  | { readonly kind: 'halfway'; readonly failure: Failure; readonly undo?: U };

/** One way to take a change back, its data already read. */
export interface TakeBack {
  /** What would change, one line each; reads only. */
  readonly plan: (deps: RemedyDeps) => Promise<readonly string[]>;
  /** @throws AirlockError `changed-since` when what stands now is not what the remedy left. */
  readonly run: (deps: RemedyDeps) => Promise<RemedyOutcome>;
}

/** A change that can turn a control green. Its plan is shown before it runs. */
export interface RemedyAction {
  readonly id: RemedyId;
  /** What would change, one line each; reads only. Empty: there is nothing to do. */
  readonly plan: (deps: RemedyDeps) => Promise<readonly string[]>;
  readonly run: (deps: RemedyDeps) => Promise<RemedyOutcome>;
  /** Reads what `run` kept; null when it cannot be read. Absent where nothing can be taken back, or has to be. */
  readonly undo?: (data: unknown) => TakeBack | null;
}

/** A remedy with the shape of what it keeps to take itself back. */
interface UndoableAction<U> extends Omit<RemedyAction, 'run' | 'undo'> {
  readonly run: (deps: RemedyDeps) => Promise<RemedyOutcome<U>>;
  readonly undoData: z.ZodMiniType<U>;
  readonly planUndo: (deps: RemedyDeps, data: U) => Promise<readonly string[]>;
  readonly undo: (deps: RemedyDeps, data: U) => Promise<RemedyOutcome>;
}

/** Makes one of a list of remedies out of it: what was kept is read by its schema before anything is undone with it. */
export function undoable<U>(action: UndoableAction<U>): RemedyAction {
  const { id, plan, run, undoData, planUndo, undo } = action;
  return {
    id,
    plan,
    run,
    undo: (raw) => {
      const parsed = undoData.safeParse(raw);
      if (!parsed.success) return null;
      return { plan: (deps) => planUndo(deps, parsed.data), run: (deps) => undo(deps, parsed.data) };
    },
  };
}

export const done: RemedyOutcome<never> = { kind: 'done' };
