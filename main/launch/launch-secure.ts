import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from '../../app/canonical-json.ts';
import { AirlockError, failureOf } from '../../app/errors/airlock-error.ts';
import { label, type SessionIdentity } from '../../app/launch/labels.ts';
import { planSecure, type LaunchPlan } from '../../app/launch/launch-plan.ts';
import type { Wall } from '../../app/launch/modes.ts';
import type { Session } from '../../app/launch/session.ts';
import type { WallTestReport } from '../../app/launch/wall-test.ts';
import { recipeOf } from '../../app/recipes/recipes.ts';
import { raceAbort, throwIfCancelled } from './cancellation.ts';
import { cleanUp } from './clean-up.ts';
import type { LaunchDeps } from './launch-deps.ts';
import { preflight } from './preflight.ts';
import { provideNetwork } from './provide-network.ts';
import { raiseWall, type RaisedWall } from './raise-wall.ts';
import { runWallTest } from './run-wall-test.ts';
import { SessionJournal } from './session-journal.ts';
import { startRelay } from './start-relay.ts';
import { refuseUnproven } from './unproven.ts';
import { waitForWatcher } from './wait-for-watcher.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export interface LaunchRequest {
  /** The profile's wall when absent. */
  readonly wall?: Wall;
}

export interface LaunchHooks {
  readonly signal: AbortSignal;
  readonly onSession: (session: Session) => void;
  readonly onWallTest: (report: WallTestReport) => void;
}

/**
 * Carries out one launch of mode secure: preflight → wall → create → start → test → ready. Whatever fails, and
 * whenever it is cancelled, everything it made is gone again before it throws.
 *
 * @returns the session in phase `ready`.
 * @throws AirlockError whose code says what stopped it; the session has been published as `failed` by then.
 */
export async function launchSecure(deps: LaunchDeps, request: LaunchRequest, hooks: LaunchHooks): Promise<Session> {
  const identity = newIdentity(deps, request.wall ?? deps.profile.wall);
  const journal = new SessionJournal(deps, identity, hooks.onSession);
  const launch = new Launch(deps, journal, hooks, identity.id);
  try {
    return await launch.run(identity);
  } catch (error) {
    await launch.undo();
    await journal.fail(failureOf(error));
    throw error;
  }
}

function newIdentity(deps: LaunchDeps, wall: Wall): SessionIdentity {
  const { profile } = deps;
  const id = randomBytes(6).toString('hex');
  const startedAt = new Date(deps.now()).toISOString();
  return { id, mode: 'secure', wall, planHash: '', recipe: profile.recipe, port: profile.port, startedAt };
}

/** The plan, with its own hash in the labels of everything it makes. */
function hashedPlan(deps: LaunchDeps, identity: SessionIdentity, images: LaunchPlanImages): LaunchPlan {
  const recipe = recipeOf(deps.profile.recipe);
  const draft = planSecure(deps.profile, recipe, images, identity);
  const planHash = createHash('sha256').update(canonicalJson(draft)).digest('hex');
  return planSecure(deps.profile, recipe, images, { ...identity, planHash });
}

type LaunchPlanImages = Parameters<typeof planSecure>[2];

/** One launch under way: what has been made so far, so that it can be undone. */
class Launch {
  private wall: RaisedWall | null = null;
  private toolsImage: string | null = null;
  /** What was begun last: a race that it lost does not end it. */
  private work: Promise<unknown> = Promise.resolve();
  private readonly giveUp = new AbortController();
  /** Aborts when the user cancels, and when the launch has failed for any other reason. */
  private readonly signal: AbortSignal;

  constructor(
    private readonly deps: LaunchDeps,
    private readonly journal: SessionJournal,
    private readonly hooks: LaunchHooks,
    private readonly sessionId: string,
  ) {
    this.signal = AbortSignal.any([hooks.signal, this.giveUp.signal]);
  }

  async run(identity: SessionIdentity): Promise<Session> {
    const { signal } = this;
    const { images } = await this.journal.phase('preflight', () => preflight(this.deps, signal));
    this.toolsImage = images.tools;
    const plan = hashedPlan(this.deps, identity, images);
    const wall = await this.journal.phase('wall', () => this.raise(plan));
    const comfyuiId = await this.journal.phase('create', () => this.create(plan));
    await this.journal.created(comfyuiId);
    wall.lifeline.send(`guard ${comfyuiId}`);
    await this.journal.phase('start', () => this.behind(wall, this.start(plan, comfyuiId)));
    const report = await this.journal.phase('test', () => this.behind(wall, this.test(plan)));
    await this.behind(wall, waitForWatcher(this.deps, identity.id, signal));
    wall.lifeline.send('proven');
    const session = await this.journal.proven(report);
    wall.letGo();
    return session;
  }

  /** Removes what this launch has made. Never throws: the first error is the one to report. */
  async undo(): Promise<void> {
    this.giveUp.abort();
    await this.work.catch(() => undefined);
    try {
      await cleanUp(this.deps.engine, { toolsImage: this.toolsImage, graceS: 0, sessionId: this.sessionId });
    } catch (error) {
      await this.deps.log.append('launch.cleanup-failed', failureOf(error).message);
    } finally {
      // Until here the open lifeline has kept the sentinel from ending the session by itself.
      this.wall?.letGo();
    }
  }

  /**
   * The sentinel's name comes first: the engine gives it to one launch only, so it is the lock. Then the network: the
   * engine puts rules of its own on top of the chains when it makes one, and ours have to come after that.
   */
  private async raise(plan: LaunchPlan): Promise<RaisedWall> {
    const { signal, deps } = this;
    const { engine } = deps;
    const sentinelId = await this.createSentinel(plan);
    await provideNetwork(engine, plan.network, signal);
    this.wall = await raiseWall(engine, sentinelId, signal);
    return this.wall;
  }

  private async createSentinel(plan: LaunchPlan): Promise<string> {
    try {
      return await this.deps.engine.createContainer(plan.sentinel);
    } catch (error) {
      if (!(error instanceof AirlockError) || error.code !== 'name-clash') throw error;
      throw new AirlockError({
        code: 'already-running',
        message: 'Another launch was quicker.',
        next: 'Wait for it, or cancel it where it was started; `airlock stop` ends it from here.',
      });
    }
  }

  /** Never broken off half way: the engine would finish it anyway, after everything has been cleaned up. */
  private async create(plan: LaunchPlan): Promise<string> {
    const id = await this.deps.engine.createContainer(plan.comfyui);
    throwIfCancelled(this.signal);
    return id;
  }

  private async start(plan: LaunchPlan, comfyuiId: string): Promise<void> {
    const { deps, signal } = this;
    await deps.engine.startContainer(comfyuiId);
    throwIfCancelled(signal);
    const watcher = deps.spawnWatcher(plan.comfyui.labels[label.session] ?? '');
    if (plan.relay !== null) await startRelay(deps.engine, plan.relay, signal);
    await waitUntilReady(
      deps.engine,
      deps.net,
      {
        containerId: comfyuiId,
        port: plan.port,
        recipe: recipeOf(plan.recipe),
        timeoutMs: deps.profile.readyTimeoutS * 1000,
      },
      signal,
    );
    await watcher;
  }

  private async test(plan: LaunchPlan): Promise<WallTestReport> {
    const sessionId = plan.comfyui.labels[label.session] ?? '';
    const report = await runWallTest(this.deps, { sessionId, wall: plan.wall, port: plan.port }, this.signal);
    await this.deps.wallTests.write(report);
    this.hooks.onWallTest(report);
    refuseUnproven(report);
    return report;
  }

  /** Does something while the wall stands; a breach or a cancel ends it at once. */
  private behind<T>(wall: RaisedWall, work: Promise<T>): Promise<T> {
    this.work = work;
    return raceAbort(Promise.race([work, wall.broken]), this.signal);
  }
}
