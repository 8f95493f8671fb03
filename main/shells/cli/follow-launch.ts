import type { Failure } from '../../../app/errors/airlock-error.ts';
import type { PanelSnapshot } from '../../../app/ipc/snapshot.ts';
import type { PhaseTime, Session } from '../../../app/launch/session.ts';
import type { Observable } from '../follow-state.ts';

/** How a launch ended. */
export type LaunchEnd =
  | { readonly ok: true; readonly session: Session; readonly snapshot: PanelSnapshot }
  | { readonly ok: false; readonly failure: Failure };

export interface LaunchListener {
  /** A phase began. */
  readonly began: (phase: PhaseTime) => void;
  /** A phase is over, or was under way when the launch ended: then it has no duration. */
  readonly ended: (phase: PhaseTime) => void;
}

const cancelled: Failure = {
  code: 'cancelled',
  message: 'The launch was ended from elsewhere.',
  next: 'Launch again.',
};

/** Follows a session through its phases, each told once, until it is ready or has failed. */
export class LaunchFollower {
  private readonly begun = new Set<string>();
  private readonly told = new Set<string>();
  private running: PhaseTime | null = null;
  private followed: string | null = null;

  constructor(
    private readonly state: Observable,
    private readonly listener: LaunchListener,
    /** Sessions that were there before: not the one that is being started. */
    private readonly before: string | null,
  ) {}

  /** Settles at the end of the launch. Begin to follow before the launch is asked for. */
  end(): Promise<LaunchEnd> {
    return new Promise((resolve) => {
      const look = (): void => {
        const end = this.look(this.state.snapshot());
        if (end === null) return;
        unsubscribe();
        resolve(end);
      };
      const unsubscribe = this.state.subscribe(look);
    });
  }

  private look(snapshot: PanelSnapshot): LaunchEnd | null {
    const { session } = snapshot;
    if (session === null || session.id === this.before) {
      return this.followed === null ? null : this.failed(cancelled);
    }
    this.followed = session.id;
    this.tellPhases(session);
    if (session.phase === 'ready') return { ok: true, session, snapshot };
    if (session.phase === 'failed' || session.phase === 'stopped') return this.failed(session.failure ?? cancelled);
    return null;
  }

  private failed(failure: Failure): LaunchEnd {
    if (this.running !== null) this.listener.ended(this.running);
    return { ok: false, failure };
  }

  /** `ready` is told by the end itself. */
  private tellPhases(session: Session): void {
    for (const time of session.phases.filter(({ phase }) => phase !== 'ready')) {
      if (!this.begun.has(time.phase)) {
        this.begun.add(time.phase);
        this.running = time;
        this.listener.began(time);
      }
      if (time.durationMs !== undefined && !this.told.has(time.phase)) {
        this.told.add(time.phase);
        if (this.running?.phase === time.phase) this.running = null;
        this.listener.ended(time);
      }
    }
  }
}
