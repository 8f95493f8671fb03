import { AirlockError, failureOf } from '../../app/errors/airlock-error.ts';
import { label, type SessionIdentity } from '../../app/launch/labels.ts';
import { planSecure, type LaunchPlan } from '../../app/launch/launch-plan.ts';
import type { Session, SessionEvent } from '../../app/launch/session.ts';
import { advance } from '../../app/launch/session-machine.ts';
import { recipeOf } from '../../app/recipes/recipes.ts';
import type { ContainerFacts } from '../docker/engine.ts';
import { raceAbort } from './cancellation.ts';
import { findSession } from './find-session.ts';
import type { LaunchDeps } from './launch-deps.ts';
import type { LaunchHooks } from './launch-secure.ts';
import { mendNetworks } from './mend-networks.ts';
import { raiseWall, type RaisedWall } from './raise-wall.ts';
import { runWallTest } from './run-wall-test.ts';
import { identityOf, withRole } from './session-labels.ts';
import { startRelay } from './start-relay.ts';
import { refuseUnproven } from './unproven.ts';
import { waitForWatcher } from './wait-for-watcher.ts';
import { waitUntilReady } from './wait-until-ready.ts';

/** ComfyUI as it was found, with what is needed to build its wall anew. */
interface Paused {
  readonly session: Session;
  readonly identity: SessionIdentity;
  readonly comfyui: ContainerFacts;
  readonly containers: readonly ContainerFacts[];
}

/**
 * Mends the wall of a paused session, tests it, and only then lets ComfyUI go on. ComfyUI stays frozen until the
 * test says `sealed`; when anything fails it stays paused, and Stop remains.
 *
 * @throws AirlockError `not-running`, `not-paused`, `wall-failed`, `wall-leaking`, `wall-unproven`, `cancelled`.
 */
export async function resumeSession(deps: LaunchDeps, hooks: LaunchHooks): Promise<Session> {
  const paused = await findPaused(deps);
  let session = await record(deps, paused.session, { type: 'resume-began', at: iso(deps) });
  hooks.onSession(session);
  let wall: RaisedWall | null = null;
  try {
    wall = await mend(deps, paused, hooks.signal);
    const report = await proveAgain(deps, paused, wall, hooks);
    wall.lifeline.send('proven');
    const uiUrl = `http://127.0.0.1:${String(paused.identity.port)}`;
    session = await record(deps, session, { type: 'proven', at: iso(deps), uiUrl, report });
    await deps.engine.exec(wall.sentinelId, ['python3', '/airlock/sentinel.py', '--release']);
    await deps.engine.unpauseContainer(paused.comfyui.id);
    await untilThePageAnswers(deps, paused, hooks.signal);
    await deps.log.append('session.resumed', 'The wall was mended and proven again; ComfyUI goes on.');
    hooks.onSession(session);
    return session;
  } catch (error) {
    const breach = paused.session.breach ?? pausedByHand(deps);
    hooks.onSession(await record(deps, session, { type: 'breached', breach }));
    await deps.log.append('session.resume-failed', failureOf(error).message);
    throw error;
  } finally {
    wall?.letGo();
  }
}

async function findPaused(deps: LaunchDeps): Promise<Paused> {
  const session = await findSession(deps);
  const containers = await deps.engine.containers(label.session);
  const comfyui = withRole(containers, 'comfyui');
  const identity = comfyui === undefined ? null : identityOf(comfyui);
  if (session === null || comfyui === undefined || identity === null) {
    throw new AirlockError({
      code: 'not-running',
      message: 'No session is running.',
      next: 'Press Secure to start one.',
    });
  }
  if (session.phase !== 'paused' && session.phase !== 'resuming') {
    throw new AirlockError({
      code: 'not-paused',
      message: 'The session is not paused, so there is nothing to resume.',
      next: 'Look at the map: `airlock status` says what the session does.',
    });
  }
  // Frozen by the sentinel alone, or half way through an earlier resume: frozen by the engine from here on.
  if (comfyui.state === 'running') await deps.engine.pauseContainer(comfyui.id);
  return { session, identity, comfyui, containers };
}

/** Takes away what was added, and builds sentinel and relay anew. The rules stay up meanwhile: nothing is lowered. */
async function mend(deps: LaunchDeps, paused: Paused, signal: AbortSignal): Promise<RaisedWall> {
  const { engine } = deps;
  const plan = planAgain(deps, paused);
  const old = paused.containers.filter((container) => container.id !== paused.comfyui.id);
  await Promise.all(old.map((container) => engine.removeContainer(container.id)));
  await mendNetworks(engine, paused.comfyui, plan);
  const sentinelId = await engine.createContainer(plan.sentinel, { signal });
  const wall = await raiseWall(engine, sentinelId, signal);
  if (plan.relay !== null) await startRelay(engine, plan.relay, signal);
  return wall;
}

function planAgain(deps: LaunchDeps, paused: Paused): LaunchPlan {
  const tools = withRole(paused.containers, 'sentinel')?.imageId ?? deps.profile.toolsImage;
  const recipe = recipeOf(deps.profile.recipe);
  const plan = planSecure(deps.profile, recipe, { comfyui: paused.comfyui.imageId, tools }, paused.identity);
  const env = { ...plan.sentinel.env, AIRLOCK_CONTAINER: paused.comfyui.id, AIRLOCK_ON_LOST: 'hold' };
  return { ...plan, sentinel: { ...plan.sentinel, env } };
}

async function proveAgain(
  deps: LaunchDeps,
  paused: Paused,
  wall: RaisedWall,
  hooks: LaunchHooks,
): Promise<Awaited<ReturnType<typeof runWallTest>>> {
  const { identity } = paused;
  const target = { sessionId: identity.id, wall: identity.wall, port: identity.port };
  const work = Promise.race([runWallTest(deps, target, hooks.signal), wall.broken]);
  const report = await raceAbort(work, hooks.signal);
  await deps.wallTests.write(report);
  hooks.onWallTest(report);
  refuseUnproven(report);
  await deps.records.update((current) => (current === null ? null : { ...current, watcherPid: null }));
  await deps.spawnWatcher(identity.id);
  await raceAbort(Promise.race([waitForWatcher(deps, identity.id, hooks.signal), wall.broken]), hooks.signal);
  return report;
}

/** A ComfyUI that was restarted from outside is still starting. That it takes long is no reason to freeze it again. */
async function untilThePageAnswers(deps: LaunchDeps, paused: Paused, signal: AbortSignal): Promise<void> {
  const request = {
    containerId: paused.comfyui.id,
    port: paused.identity.port,
    recipe: recipeOf(deps.profile.recipe),
    timeoutMs: deps.profile.readyTimeoutS * 1000,
  };
  try {
    await waitUntilReady(deps.engine, deps.net, request, signal);
  } catch (error) {
    await deps.log.append('session.page-silent', failureOf(error).message);
  }
}

async function record(deps: LaunchDeps, session: Session, event: SessionEvent): Promise<Session> {
  const next = advance(session, event);
  await deps.records.update((current) => ({
    version: 1,
    session: next,
    watcherPid: current?.session.id === next.id ? current.watcherPid : null,
  }));
  return next;
}

function iso(deps: LaunchDeps): string {
  return new Date(deps.now()).toISOString();
}

function pausedByHand(deps: LaunchDeps): NonNullable<Session['breach']> {
  const at = iso(deps);
  return {
    reason: 'sentinel-gone',
    detail: 'it was paused when Airlock found it',
    detectedAt: at,
    pausedAt: at,
    pausedAfterMs: null,
  };
}
