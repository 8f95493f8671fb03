import type { Failure } from '../../app/errors/airlock-error.ts';
import type { CommandHandlers } from '../../app/ipc/contract.ts';
import type { ActivityEntry } from '../../app/ipc/snapshot.ts';
import type { EngineEvent } from '../docker/engine.ts';
import type { ActivityLog } from '../files/activity-log.ts';
import type { SessionRecords } from '../files/session-records.ts';
import type { ChosenHost } from './chosen-host.ts';
import { followEngine } from './follow-engine.ts';
import type { Panel } from './panel.ts';
import type { PanelJobs } from './panel-jobs.ts';
import type { PanelState } from './panel-state.ts';
import type { RemedyJobs } from './remedy-jobs.ts';
import type { SessionKeeper } from './session-keeper.ts';
import type { Sweeper } from './sweep.ts';

const shownActivity = 200;
/** How long the first look waits for the event stream: what changed before it was open would go unseen. */
const streamWaitMs = 300;

export interface PanelParts {
  readonly state: PanelState;
  readonly host: ChosenHost;
  readonly log: ActivityLog;
  readonly records: SessionRecords;
  readonly sweeper: Sweeper;
  readonly keeper: SessionKeeper;
  readonly jobs: PanelJobs;
  readonly remedies: RemedyJobs;
}

/** The wired core: what runs while a panel is open. Everything is pushed; nothing here looks on a clock. */
export class RunningPanel implements Panel {
  readonly state: PanelState;
  private readonly closing = new AbortController();
  private engineIsAway = false;
  private firstLook: NodeJS.Timeout | null = null;

  constructor(
    private readonly parts: PanelParts,
    readonly handlers: CommandHandlers,
  ) {
    this.state = parts.state;
  }

  start(): void {
    const { log, records, keeper, sweeper, host } = this.parts;
    const { signal } = this.closing;
    this.firstLook = setTimeout(() => void this.refresh(), streamWaitMs);
    log.follow((entry) => this.onLogged(entry), signal);
    this.readUndos();
    void log.read(shownActivity).then(
      (entries) => this.state.setActivity(entries),
      () => undefined,
    );
    records.follow(() => void keeper.look(), signal);
    const onEvent = (event: EngineEvent): void => {
      sweeper.onEvent(event);
      keeper.onEvent(event);
    };
    const follower = { onEvent, onOpen: () => this.onEngineThere(), onLost: () => this.onEngineLost() };
    void followEngine(host.engine, follower, signal);
  }

  /** Looks for the session and asks every probe, at the same time. */
  async refresh(): Promise<void> {
    const { keeper, jobs, sweeper } = this.parts;
    if (this.closing.signal.aborted) return;
    const sessionKnown = keeper.look();
    await (jobs.isBusy() ? sessionKnown : sweeper.sweep(sessionKnown));
  }

  settled(): Promise<Failure | null> {
    return this.parts.jobs.settled();
  }

  async stop(): Promise<void> {
    const { jobs, remedies, keeper, sweeper, host } = this.parts;
    this.closing.abort();
    this.forgetFirstLook();
    await remedies.cancel();
    await jobs.cancel();
    keeper.close();
    sweeper.close();
    this.state.close();
    host.close();
  }

  /** The log tells what every process of Airlock does, so also when another one has changed something. */
  private onLogged(entry: ActivityEntry): void {
    this.state.addActivity(entry);
    if (entry.kind.startsWith('remedy.')) this.readUndos();
  }

  private readUndos(): void {
    this.parts.remedies.reload().catch(() => undefined);
  }

  /** Whatever was known of it may be wrong now: every probe says what it still sees. */
  private onEngineLost(): void {
    this.forgetFirstLook();
    if (this.engineIsAway) this.parts.sweeper.onControls(['docker.engine']);
    else void this.refresh();
    this.engineIsAway = true;
  }

  /** Before the stream was open, anything may have happened unseen. */
  private onEngineThere(): void {
    this.forgetFirstLook();
    this.engineIsAway = false;
    void this.refresh();
  }

  private forgetFirstLook(): void {
    if (this.firstLook !== null) clearTimeout(this.firstLook);
    this.firstLook = null;
  }
}
