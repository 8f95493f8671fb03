import type { Failure } from '../../app/errors/airlock-error.ts';
import type { SessionIdentity } from '../../app/launch/labels.ts';
import type { LaunchPhase, Session, SessionEvent } from '../../app/launch/session.ts';
import { advance, newSession } from '../../app/launch/session-machine.ts';
import type { WallTestReport } from '../../app/launch/wall-test.ts';
import type { LaunchDeps } from './launch-deps.ts';

/** Keeps the books of one launch: the session's state, the record on disk, the activity log, and whoever watches. */
export class SessionJournal {
  private session: Session;

  constructor(
    private readonly deps: LaunchDeps,
    private readonly identity: SessionIdentity,
    private readonly publish: (session: Session) => void,
  ) {
    this.session = newSession(identity);
  }

  /** Runs one phase and notes when it began; its duration is noted when the next one begins. */
  async phase<T>(phase: LaunchPhase, work: () => Promise<T>): Promise<T> {
    await this.apply({ type: 'phase-began', phase, at: this.nowIso() });
    return work();
  }

  async created(containerId: string): Promise<void> {
    await this.apply({ type: 'container-created', containerId });
  }

  async proven(report: WallTestReport): Promise<Session> {
    const uiUrl = `http://127.0.0.1:${String(this.identity.port)}`;
    await this.apply({ type: 'proven', at: this.nowIso(), uiUrl, report });
    const count = String(report.vectors.length);
    await this.deps.log.append('session.ready', `Secure is ready: ${count} ways out were tried, none got through.`);
    return this.session;
  }

  /** A launch that failed before anything was made leaves another session's record alone. */
  async fail(failure: Failure): Promise<void> {
    this.session = advance(this.session, { type: 'failed', at: this.nowIso(), failure });
    this.publish(this.session);
    await this.deps.records.update((current) => (current?.session.id === this.identity.id ? null : current));
    await this.deps.log.append(`launch.${failure.code}`, failure.message);
  }

  private async apply(event: SessionEvent): Promise<void> {
    this.session = advance(this.session, event);
    this.publish(this.session);
    // Nothing exists yet during the preflight, and the record may belong to a session that still runs.
    if (this.session.phase === 'preflight') return;
    const session = this.session;
    await this.deps.records.update((current) => ({
      version: 1,
      session,
      watcherPid: current?.session.id === session.id ? current.watcherPid : null,
    }));
  }

  private nowIso(): string {
    return new Date(this.deps.now()).toISOString();
  }
}
