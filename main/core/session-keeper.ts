import type { ControlId } from '../../app/controls/control.ts';
import { engineName, label } from '../../app/launch/labels.ts';
import { parseSentinelLine } from '../../app/launch/sentinel-report.ts';
import type { Session, SessionPhase } from '../../app/launch/session.ts';
import type { WallTestReport } from '../../app/launch/wall-test.ts';
import type { Engine, EngineEvent } from '../docker/engine.ts';
import type { PanelState } from './panel-state.ts';

/** Actions that change what is known of a session. */
const telling = new Set(['create', 'start', 'die', 'destroy', 'pause', 'unpause']);
/** While one of these goes on, the process that does it publishes the session itself. */
const underWay: ReadonlySet<SessionPhase> = new Set([
  'preflight',
  'wall',
  'create',
  'start',
  'test',
  'resuming',
  'stop',
]);

export interface KeeperDeps {
  readonly engine: Engine;
  readonly state: PanelState;
  readonly find: () => Promise<Session | null>;
  readonly readWallTest: () => Promise<WallTestReport | null>;
  readonly lookAgain: (ids: readonly ControlId[]) => void;
}

/** Keeps the session on the map true, whoever started, paused or ended it. */
export class SessionKeeper {
  private looking: Promise<void> | null = null;
  private again = false;
  private sentinel: { readonly id: string; readonly stop: AbortController } | null = null;

  constructor(
    private readonly deps: KeeperDeps,
    /** Whether this panel itself is launching, mending or stopping at the moment. */
    private readonly isBusy: () => boolean,
  ) {}

  onEvent(event: EngineEvent): void {
    if (event.kind !== 'container' || event.attributes[label.session] === undefined) return;
    if (telling.has(event.action) && event.attributes[label.role] !== 'probe') void this.look();
  }

  /** Looks for the session now; calls during a look end in one more look. */
  look(): Promise<void> {
    if (this.looking !== null) {
      this.again = true;
      return this.looking;
    }
    this.looking = this.lookOnce().finally(() => {
      this.looking = null;
      if (!this.again) return;
      this.again = false;
      void this.look();
    });
    return this.looking;
  }

  close(): void {
    this.sentinel?.stop.abort();
  }

  private async lookOnce(): Promise<void> {
    const { state, find, readWallTest } = this.deps;
    const [session, wallTest] = await Promise.all([find(), readWallTest()]).catch(() => [undefined, null] as const);
    // An engine that does not answer says nothing about the session: the Engine chip is red by then.
    if (session === undefined || this.isBusy()) return;
    const before = state.currentSession();
    const testedBefore = state.lastWallTest()?.startedAt;
    const isSame = session !== null && session.id === before?.id;
    const shown = isSame ? { ...session, adopted: before.adopted } : session;
    if (shown !== null || (before !== null && before.phase !== 'failed')) state.setSession(shown);
    if (wallTest !== null) state.setWallTest(wallTest);
    // The record may name the breach, or a test by another process, a moment after the engine has told of the pause.
    const isNewBreach = session?.breach?.detectedAt !== before?.breach?.detectedAt;
    const isNewTest = wallTest !== null && wallTest.startedAt !== testedBefore;
    if (session?.id !== before?.id || session?.phase !== before?.phase || isNewBreach || isNewTest) {
      this.deps.lookAgain(['docker.wall', 'docker.egress-proof']);
    }
    await this.followSentinel(session);
  }

  /** The sentinel's own words reach the Wall chip before the engine has anything to say. */
  private async followSentinel(session: Session | null): Promise<void> {
    const { engine } = this.deps;
    if (session === null || underWay.has(session.phase)) {
      this.sentinel?.stop.abort();
      this.sentinel = null;
      return;
    }
    const found = await engine.container(engineName.sentinel).catch(() => null);
    if (found === null || found.id === this.sentinel?.id) return;
    this.sentinel?.stop.abort();
    const stop = new AbortController();
    this.sentinel = { id: found.id, stop };
    let intact = true;
    const onLine = (line: string): void => {
      const parsed = parseSentinelLine(line);
      const isIntact = parsed?.type === 'beat' ? parsed.intact : parsed?.type === 'breach' ? false : intact;
      if (isIntact !== intact) this.deps.lookAgain(['docker.wall']);
      intact = isIntact;
    };
    engine.followLog(found.id, 1, onLine, { signal: stop.signal }).catch(() => undefined);
  }
}
