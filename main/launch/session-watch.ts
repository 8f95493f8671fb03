import { failureOf } from '../../app/errors/airlock-error.ts';
import { label } from '../../app/launch/labels.ts';
import type { ContainerFacts, EngineEvent } from '../docker/engine.ts';
import type { SessionRecord } from '../files/session-records.ts';
import { BreachDetector, type Alarm, type SessionContainers } from './breach-detector.ts';
import { cleanUp } from './clean-up.ts';
import { deferred, type Deferred } from './deferred.ts';
import type { SessionDeps } from './launch-deps.ts';
import { pauseAtBreach } from './pause-at-breach.ts';
import { withRole } from './session-labels.ts';

const tickMs = 50;
/** A stop from outside may be the first half of a restart: the engine needs seconds between the two (measured: 2.3). */
const restartGraceMs = 8_000;
const endRetryMs = 1_000;

export interface WatchOptions {
  /** Process id of the watcher, entered into the session record. */
  readonly pid: number;
  readonly signal: AbortSignal;
}

/** One session under watch. */
export class SessionWatch {
  private readonly ended: Deferred<undefined> = deferred();
  private detector: BreachDetector;
  /** Until the session has been proven, the launch itself looks after it. */
  private armed = false;
  private pausing = false;
  /** The newest alarm that came while an earlier one was being answered. */
  private waiting: Alarm | null = null;
  private endTimer: NodeJS.Timeout | null = null;
  private wasKilled = false;

  constructor(
    private readonly deps: SessionDeps,
    private readonly session: SessionContainers,
    /** What ComfyUI looked like when the watch began: what differs later was changed from outside. */
    private readonly baseline: ContainerFacts,
  ) {
    this.detector = new BreachDetector(session, deps.now());
  }

  /** Ends when the session ends or another watcher takes over; throws when the engine goes away. */
  async run(options: WatchOptions): Promise<void> {
    const following = new AbortController();
    const signal = AbortSignal.any([options.signal, following.signal]);
    this.detector = new BreachDetector(this.session, this.deps.now());
    const ticking = setInterval(() => this.onAlarm(this.detector.onTick(this.deps.now(), tickMs)), tickMs);
    try {
      await this.follow(options.pid, signal);
    } finally {
      clearInterval(ticking);
      if (this.endTimer !== null) clearTimeout(this.endTimer);
      following.abort();
    }
  }

  private async follow(pid: number, signal: AbortSignal): Promise<void> {
    const { engine, records } = this.deps;
    const open = deferred<undefined>();
    const onOpen = (): void => open.resolve(undefined);
    const events = engine.followEvents((event) => this.onEvent(event), { signal, onOpen });
    const lines = engine.followLog(this.session.sentinelId, 5, (line) => this.onLine(line), { signal });
    lines.catch(() => undefined);
    records.follow((record) => this.onRecord(record, pid), signal);
    await Promise.race([open.promise, events]);
    await this.enter(pid);
    await Promise.race([this.ended.promise, events]);
  }

  /** Writes this process into the record: from now on the launch may call the session ready. */
  private async enter(pid: number): Promise<void> {
    const record = await this.deps.records.update((current) =>
      current?.session.id === this.session.sessionId ? { ...current, watcherPid: pid } : current,
    );
    this.onRecord(record, pid);
  }

  private onRecord(record: SessionRecord | null, pid: number): void {
    const phase = record?.session.id === this.session.sessionId ? record.session.phase : 'stopped';
    const replaced = record !== null && record.watcherPid !== null && record.watcherPid !== pid;
    if (replaced || phase === 'stop' || phase === 'stopped' || phase === 'failed') {
      this.ended.resolve(undefined);
      return;
    }
    const wasArmed = this.armed;
    this.armed = phase === 'ready' || phase === 'paused';
    if (this.armed && !wasArmed && phase === 'ready') void this.lookForMissed();
  }

  /** Events between the wall test and this moment came before anybody counted them: compare what is with what was. */
  private async lookForMissed(): Promise<void> {
    const containers = await this.deps.engine.containers(`${label.session}=${this.session.sessionId}`);
    const sentinel = withRole(containers, 'sentinel');
    const comfyui = withRole(containers, 'comfyui');
    if (sentinel?.state !== 'running') {
      this.onAlarm({ reason: 'sentinel-gone', detail: 'the sentinel is not running' });
    } else if (comfyui !== undefined && comfyui.startedAt !== this.baseline.startedAt) {
      this.onAlarm({ reason: 'restarted-outside', detail: 'ComfyUI was started again from outside Airlock' });
    } else if (comfyui !== undefined && networksOf(comfyui) !== networksOf(this.baseline)) {
      this.onAlarm({ reason: 'network-attached', detail: `ComfyUI is on other networks: ${networksOf(comfyui)}` });
    }
  }

  private onLine(line: string): void {
    this.onAlarm(this.detector.onSentinelLine(line, this.deps.now()));
  }

  private onEvent(event: EngineEvent): void {
    if (event.kind === 'container' && event.id === this.session.comfyuiId) this.onComfyUi(event.action);
    this.onAlarm(this.detector.onEvent(event));
  }

  private onComfyUi(action: string): void {
    if (action === 'kill') this.wasKilled = true;
    // Ended by itself: nobody is going to start it again.
    if (action === 'die') this.endIn(this.wasKilled ? restartGraceMs : 0);
    if (action === 'destroy') this.endIn(0);
    if (action === 'start') {
      this.wasKilled = false;
      if (this.endTimer !== null) clearTimeout(this.endTimer);
      this.endTimer = null;
    }
    if (action === 'unpause') {
      this.onAlarm({ reason: 'resumed-outside', detail: 'ComfyUI was let go on from outside while the wall was open' });
    }
  }

  private endIn(ms: number): void {
    if (this.endTimer !== null) clearTimeout(this.endTimer);
    this.endTimer = setTimeout(() => {
      this.endSession().catch((error: unknown) => {
        void this.deps.log.append('session.end-failed', failureOf(error).message);
        this.endIn(endRetryMs);
      });
    }, ms);
  }

  private onAlarm(alarm: Alarm | null): void {
    if (alarm === null || !this.armed) return;
    if (this.pausing) {
      this.waiting = alarm;
      return;
    }
    this.pausing = true;
    void pauseAtBreach(this.deps, this.session, alarm).finally(() => {
      this.pausing = false;
      // ComfyUI may have been between end and start a moment ago, and there was nothing to pause.
      const next = this.waiting;
      this.waiting = null;
      this.onAlarm(next);
    });
  }

  /** ComfyUI ended by itself or was removed from outside: nothing of the session is left standing. */
  private async endSession(): Promise<void> {
    const comfyui = await this.deps.engine.container(this.session.comfyuiId);
    if (comfyui?.state === 'running' || comfyui?.state === 'paused') return;
    const record = await this.deps.records.read();
    const endsAnyway =
      record === null || record.session.id !== this.session.sessionId || record.session.phase === 'stop';
    if (!endsAnyway && this.armed) {
      const how = comfyui === null ? 'it was removed from outside' : `exit code ${String(comfyui.exitCode)}`;
      await cleanUp(this.deps.engine, { toolsImage: null, graceS: 0 });
      await this.deps.records.update((current) => (current?.session.id === this.session.sessionId ? null : current));
      await this.deps.log.append('session.ended', `ComfyUI ended (${how}); the wall was taken down.`);
    }
    this.ended.resolve(undefined);
  }
}

function networksOf(container: ContainerFacts): string {
  return Object.keys(container.networks).sort().join(', ') || '(none)';
}
