import { AirlockError, failureOf, type Failure } from '../../app/errors/airlock-error.ts';
import type { Wall } from '../../app/launch/modes.ts';
import type { Profile } from '../../app/launch/profile.ts';
import type { WallTestReport } from '../../app/launch/wall-test.ts';
import type { LoadedProfile } from '../files/profile-file.ts';
import { findSession } from '../launch/find-session.ts';
import type { LaunchDeps } from '../launch/launch-deps.ts';
import { launchSecure } from '../launch/launch-secure.ts';
import { resumeSession } from '../launch/resume-session.ts';
import { runWallTest } from '../launch/run-wall-test.ts';
import { stopSession } from '../launch/stop-session.ts';
import type { PanelState } from './panel-state.ts';

export interface JobDeps {
  readonly launch: (profile: Profile) => LaunchDeps;
  readonly loadProfile: () => Promise<LoadedProfile>;
  readonly state: PanelState;
  /** What to look at again after something was changed. */
  readonly refresh: () => void;
  /** Whether a remedy is changing something at the moment. */
  readonly isMending: () => boolean;
}

/** What takes long: launching, mending, stopping. One at a time in one panel; the engine's names keep panels apart. */
export class PanelJobs {
  private running: { readonly cancel: AbortController; readonly done: Promise<void> } | null = null;
  private lastFailure: Failure | null = null;

  constructor(private readonly deps: JobDeps) {}

  isBusy(): boolean {
    return this.running !== null;
  }

  /** Waits until nothing is under way; answers why the last launch, resume or stop failed, or null. */
  async settled(): Promise<Failure | null> {
    await this.running?.done;
    return this.lastFailure;
  }

  /** Begins a launch and returns at once; its end shows in the session. */
  async launch(wall: Wall | undefined): Promise<void> {
    this.refuseWhileBusy();
    this.refuseWhileMending();
    const deps = await this.launchDeps();
    this.inBackground((signal) => launchSecure(deps, wall === undefined ? {} : { wall }, this.hooks(signal)));
  }

  async resume(): Promise<void> {
    this.refuseWhileBusy();
    const deps = await this.launchDeps();
    this.inBackground((signal) => resumeSession(deps, this.hooks(signal)));
  }

  /** Cancels what is under way and waits until it has cleaned up. */
  async cancel(): Promise<void> {
    this.running?.cancel.abort();
    await this.running?.done;
  }

  /** Works with a damaged profile too: stopping must never depend on it. */
  async stop(): Promise<void> {
    await this.cancel();
    const loaded = await this.deps.loadProfile();
    const deps = this.deps.launch(loaded.profile ?? (await this.fallbackProfile()));
    const toolsImage = loaded.profile?.toolsImage ?? null;
    await this.begin(() => stopSession(deps, { toolsImage }, (session) => this.deps.state.setSession(session)));
  }

  /**
   * Tests the wall of the session, whoever started it.
   *
   * @throws AirlockError `not-running` without a session.
   */
  async testWall(signal: AbortSignal = new AbortController().signal): Promise<WallTestReport> {
    const { state } = this.deps;
    const deps = await this.launchDeps();
    if (state.currentSession() === null) state.setSession(await findSession(deps));
    const session = state.currentSession();
    if (session === null || session.containerId === null || session.phase === 'failed') {
      throw new AirlockError({
        code: 'not-running',
        message: 'There is no session whose wall could be tested.',
        next: 'Press Secure first.',
      });
    }
    state.setWallTesting(true);
    try {
      const target = { sessionId: session.id, wall: session.wall, port: deps.profile.port };
      const report = await runWallTest(deps, target, signal);
      await deps.wallTests.write(report);
      state.setWallTest(report);
      await deps.log.append('wall.tested', `Wall test: ${report.verdict}, ${String(report.vectors.length)} ways out.`);
      return report;
    } finally {
      state.setWallTesting(false);
      this.deps.refresh();
    }
  }

  private hooks(signal: AbortSignal): Parameters<typeof launchSecure>[2] {
    const { state } = this.deps;
    return {
      signal,
      onSession: (session) => state.setSession(session),
      onWallTest: (report) => state.setWallTest(report),
    };
  }

  /** A launch publishes and logs its own failure; whoever asked for it has been answered long before. */
  private inBackground(work: (signal: AbortSignal) => Promise<unknown>): void {
    this.begin(work).catch(() => undefined);
  }

  private begin(work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const cancel = new AbortController();
    this.lastFailure = null;
    const job = work(cancel.signal).then(
      () => this.ended(),
      (error: unknown) => {
        this.lastFailure = failureOf(error);
        this.ended();
        throw error;
      },
    );
    this.running = { cancel, done: job.catch(() => undefined) };
    return job;
  }

  private ended(): void {
    this.running = null;
    this.deps.refresh();
  }

  private async launchDeps(): Promise<LaunchDeps> {
    const loaded = await this.deps.loadProfile();
    if (loaded.profile === null) throw new AirlockError(loaded.problem);
    return this.deps.launch(loaded.profile);
  }

  private async fallbackProfile(): Promise<Profile> {
    const { profileSchema } = await import('../../app/launch/profile.ts');
    return profileSchema.parse({ version: 1 });
  }

  private refuseWhileMending(): void {
    if (!this.deps.isMending()) return;
    throw new AirlockError({
      code: 'already-running',
      message: 'A remedy is changing something on this PC right now.',
      next: 'Wait for it, or cancel it.',
    });
  }

  private refuseWhileBusy(): void {
    if (this.running === null) return;
    throw new AirlockError({
      code: 'already-running',
      message: 'A launch is under way.',
      next: 'Wait for it, or cancel it.',
    });
  }
}
