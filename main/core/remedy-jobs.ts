import { isRemedyId, remedyOf, type RemedyId } from '../../app/controls/remedies.ts';
import { AirlockError, failureOf, type Failure } from '../../app/errors/airlock-error.ts';
import type { RemedyDoing, RemedyEnd, RemedyPlan, RunningRemedy } from '../../app/ipc/remedy-answers.ts';
import type { LoadedProfile } from '../files/profile-file.ts';
import type { RemedyUndos, UndoRecord } from '../files/remedy-undos.ts';
import type { RemedyAction, RemedyDeps, RemedyOutcome, RemedyWorld, TakeBack } from '../remedies/remedy-action.ts';
import type { PanelState } from './panel-state.ts';

const planTimeoutMs = 30_000;
/** Enough to see what is going on; the rest scrolled by. */
const keptLines = 40;
const longestLine = 300;

export interface RemedyJobDeps {
  readonly actions: readonly RemedyAction[];
  readonly undos: RemedyUndos;
  readonly world: RemedyWorld;
  readonly state: PanelState;
  readonly loadProfile: () => Promise<LoadedProfile>;
  /** Whether a launch, a resume or a stop is under way. */
  readonly isLaunching: () => boolean;
  /** Looks at everything again. */
  readonly refresh: () => Promise<void>;
  readonly now: () => number;
}

/** What a remedy does, and what is written down of it when it has ended well. */
interface Job {
  readonly id: RemedyId;
  readonly doing: RemedyDoing;
  readonly work: (deps: RemedyDeps) => Promise<RemedyOutcome>;
  readonly keep: (outcome: RemedyOutcome) => Promise<void>;
}

/** Carries remedies out and takes them back: one at a time, each on the record. */
export class RemedyJobs {
  private running: { view: RunningRemedy; readonly cancel: AbortController; readonly ended: Promise<unknown> } | null =
    null;

  constructor(private readonly deps: RemedyJobDeps) {}

  isRunning(): boolean {
    return this.running !== null;
  }

  async plan(remedyId: string, doing: RemedyDoing): Promise<RemedyPlan> {
    const { id, needs, undo, steps } = remedyOf(knownId(remedyId));
    const action = this.deps.actions.find((one) => one.id === id);
    if (action === undefined) return { id, needs, undo, changes: steps ?? [], byHand: true };
    const deps = await this.depsWith(AbortSignal.timeout(planTimeoutMs), () => undefined);
    const changes = doing === 'run' ? await action.plan(deps) : await (await this.takeBack(action)).way.plan(deps);
    return { id, needs, undo, changes, byHand: false };
  }

  async run(remedyId: string): Promise<RemedyEnd> {
    const action = this.actionOf(knownId(remedyId));
    const keep = async (outcome: RemedyOutcome): Promise<void> => {
      if (outcome.kind === 'declined' || outcome.undo === undefined) return;
      await this.keepUndo(action.id, { at: this.nowIso(), data: outcome.undo });
    };
    return this.begin({ id: action.id, doing: 'run', work: (deps) => action.run(deps), keep });
  }

  async undo(remedyId: string): Promise<RemedyEnd> {
    const action = this.actionOf(knownId(remedyId));
    this.refuseWhileBusy();
    const { way, at } = await this.takeBack(action);
    const keep = async (outcome: RemedyOutcome): Promise<void> => {
      if (outcome.kind === 'done') await this.deps.undos.markUsed(action.id, at, this.nowIso());
    };
    return this.begin({ id: action.id, doing: 'undo', work: (deps) => way.run(deps), keep });
  }

  /** Asks the running one to stop, and waits for its end. */
  async cancel(): Promise<void> {
    if (this.running === null) return;
    this.running.cancel.abort();
    this.show({ ...this.running.view, cancelling: true });
    await this.running.ended;
  }

  /** Reads again what can be taken back; other processes of Airlock carry remedies out as well. */
  async reload(): Promise<void> {
    this.deps.state.setUndoableRemedies(await this.deps.undos.list());
  }

  private begin(job: Job): Promise<RemedyEnd> {
    this.refuseWhileBusy();
    const cancel = new AbortController();
    const { id, doing } = job;
    const view = { id, doing, startedAt: this.nowIso(), lines: [], cancelling: false };
    const end = this.carryOut(job, cancel.signal).finally(() => {
      this.running = null;
      this.deps.state.setRunningRemedy(null);
    });
    this.running = { view, cancel, ended: end.catch(() => undefined) };
    this.deps.state.setRunningRemedy(view);
    return end;
  }

  private async carryOut(job: Job, signal: AbortSignal): Promise<RemedyEnd> {
    const deps = await this.depsWith(signal, (line) => this.tell(line));
    await this.deps.world.log.append('remedy.started', startedText[job.doing](job.id));
    try {
      if (signal.aborted) throw cancelledBefore();
      const outcome = await job.work(deps);
      await job.keep(outcome);
      if (outcome.kind === 'halfway') throw new AirlockError(outcome.failure);
      await this.write(job, outcome.kind);
      if (outcome.kind === 'done') await this.lookAgain();
      await this.reload();
      const undoable = this.deps.state.snapshot().undoableRemedies.some(({ id }) => id === job.id);
      return { outcome: outcome.kind, undoable };
    } catch (error) {
      await this.writeFailure(job, failureOf(error));
      await this.lookAgain();
      await this.reload().catch(() => undefined);
      throw error;
    }
  }

  private async lookAgain(): Promise<void> {
    this.tell('Looking again …');
    await this.deps.refresh();
  }

  private async write(job: Job, kind: 'done' | 'declined'): Promise<void> {
    const { log } = this.deps.world;
    if (kind === 'declined') await log.append('remedy.declined', `${job.id} was declined. Nothing was changed.`);
    else if (job.doing === 'run') await log.append('remedy.done', `The remedy ${job.id} was carried out.`);
    else await log.append('remedy.undone', `The remedy ${job.id} was taken back.`);
  }

  /** The failure itself is what the user has to hear of, even when the log cannot be written. */
  private async writeFailure({ id, doing }: Job, { code, message }: Failure): Promise<void> {
    const kind = code === 'cancelled' ? 'remedy.cancelled' : doing === 'run' ? 'remedy.failed' : 'remedy.undo-failed';
    await this.deps.world.log.append(kind, `${id}: ${message}`).catch(() => undefined);
  }

  private async keepUndo(id: RemedyId, record: UndoRecord): Promise<void> {
    try {
      await this.deps.undos.keep(id, record);
    } catch (error) {
      const { code, message, next } = failureOf(error);
      throw new AirlockError(
        { code, message: `The change was made, but what takes it back could not be kept: ${message}`, next },
        error,
      );
    }
  }

  /** @throws AirlockError `nothing-to-undo`, or `file-damaged` when what was kept cannot be used. */
  private async takeBack(action: RemedyAction): Promise<{ readonly way: TakeBack; readonly at: string }> {
    const record = action.undo === undefined ? null : await this.deps.undos.newest(action.id);
    if (record === null) throw nothingToUndo(action.id);
    const way = action.undo?.(record.data) ?? null;
    if (way === null) throw unusable(action.id, await this.deps.undos.discard(action.id));
    return { way, at: record.at };
  }

  private actionOf(id: RemedyId): RemedyAction {
    const action = this.deps.actions.find((one) => one.id === id);
    if (action === undefined) throw byHand(id);
    return action;
  }

  private async depsWith(signal: AbortSignal, tell: (line: string) => void): Promise<RemedyDeps> {
    const { profile, problem } = await this.deps.loadProfile();
    if (profile === null) throw new AirlockError(problem);
    return { ...this.deps.world, profile, signal, tell };
  }

  private tell(line: string): void {
    const shown = line.trim().slice(0, longestLine);
    if (this.running === null || shown === '') return;
    this.show({ ...this.running.view, lines: [...this.running.view.lines, shown].slice(-keptLines) });
  }

  private show(view: RunningRemedy): void {
    if (this.running === null) return;
    this.running.view = view;
    this.deps.state.setRunningRemedy(view);
  }

  private refuseWhileBusy(): void {
    const launching = this.deps.isLaunching();
    if (this.running === null && !launching) return;
    throw new AirlockError({
      code: 'already-running',
      message: launching
        ? 'A launch is under way.'
        : `Another remedy is being carried out: ${this.running?.view.id ?? ''}.`,
      next: 'Wait for it, or cancel it.',
    });
  }

  private nowIso(): string {
    return new Date(this.deps.now()).toISOString();
  }
}

const startedText: Readonly<Record<RemedyDoing, (id: RemedyId) => string>> = {
  run: (id) => `The remedy ${id} was started.`,
  undo: (id) => `Taking back ${id} was started.`,
};

function knownId(id: string): RemedyId {
  if (isRemedyId(id)) return id;
  throw new AirlockError({
    code: 'bad-request',
    message: `There is no remedy called ${id}.`,
    next: '`airlock remedy list` names them all.',
  });
}

function cancelledBefore(): AirlockError {
  return new AirlockError({
    code: 'cancelled',
    message: 'It was cancelled before anything was changed.',
    next: 'Start it again whenever you like.',
  });
}

function byHand(id: RemedyId): AirlockError {
  return new AirlockError({
    code: 'not-supported-here',
    message: `Airlock cannot carry out ${id} by itself.`,
    next: `\`airlock remedy plan ${id}\` and the chip on the map say what to do by hand.`,
  });
}

function nothingToUndo(id: RemedyId): AirlockError {
  return new AirlockError({
    code: 'nothing-to-undo',
    message: `Nothing is known that ${id} has changed and that could be taken back.`,
    next: '`airlock remedy list` says which remedies can be taken back.',
  });
}

function unusable(id: RemedyId, aside: string | null): AirlockError {
  return new AirlockError({
    code: 'file-damaged',
    message: `What was kept to take ${id} back cannot be used. It was moved to ${aside ?? 'nowhere'}.`,
    next: 'Take the change back by hand; what stood there before may still be read in that file.',
  });
}
