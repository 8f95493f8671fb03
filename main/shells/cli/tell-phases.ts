import type { PhaseTime, Session } from '../../../app/launch/session.ts';
import type { Observable } from '../follow-state.ts';

export interface PhaseListener {
  /** A phase began. */
  readonly began: (phase: PhaseTime) => void;
  /** A phase is over, or was under way when the launch ended: then it has no duration. */
  readonly ended: (phase: PhaseTime) => void;
}

/** Tells the phases of a launch while it goes on, each once. `ready` is told by the end of the launch itself. */
export class PhaseTeller {
  private readonly begun = new Set<string>();
  private readonly told = new Set<string>();
  private running: PhaseTime | null = null;
  private readonly unsubscribe: () => void;

  /** @param before the session that was there before: not the one that is being started. */
  constructor(
    state: Observable,
    private readonly listener: PhaseListener,
    before: string | null,
  ) {
    this.unsubscribe = state.subscribe(() => {
      const { session } = state.snapshot();
      if (session !== null && session.id !== before) this.tell(session);
    });
  }

  /** The launch is over: tells the phase it ended in, if it ended within one. */
  close(): void {
    this.unsubscribe();
    if (this.running !== null) this.listener.ended(this.running);
    this.running = null;
  }

  private tell(session: Session): void {
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
