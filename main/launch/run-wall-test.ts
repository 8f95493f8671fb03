import { AirlockError } from '../../app/errors/airlock-error.ts';
import { engineName, label } from '../../app/launch/labels.ts';
import { judge, type JudgeInput } from '../../app/launch/judge-wall-test.ts';
import type { Wall } from '../../app/launch/modes.ts';
import { planVectors, type PlannedVectors } from '../../app/launch/plan-vectors.ts';
import type { WallTestReport } from '../../app/launch/wall-test.ts';
import type { ContainerFacts, Engine } from '../docker/engine.ts';
import { askProber, type ProberReport } from './ask-prober.ts';
import { askFlows, askSurvey, type Survey } from './ask-survey.ts';
import { pause } from './cancellation.ts';
import { lookInside } from './look-inside.ts';
import type { LaunchDeps } from './launch-deps.ts';
import { openProberSpec, walledProberSpec } from './probe-specs.ts';
import { withRole } from './session-labels.ts';
import { tryInbound } from './try-inbound.ts';
import { WallCounters } from './wall-counters.ts';

/** By then every prober has started and sent everything. */
const sentAfterMs = 400;

/** Which wall is tested. */
export interface WallTestTarget {
  readonly sessionId: string;
  readonly wall: Wall;
  readonly port: number;
}

/** The containers a test works with. */
interface Stage {
  readonly comfyui: ContainerFacts;
  readonly sentinel: ContainerFacts;
  readonly open: ContainerFacts;
  readonly walledId: string;
  readonly survey: Survey;
  readonly planned: PlannedVectors;
}

/**
 * Tries every way out from inside ComfyUI's own network, and the same from containers without the wall.
 * Everything that takes long runs side by side: about 2 s in all when nothing answers.
 *
 * @throws AirlockError `wall-unproven` when the test itself could not be carried out; never a good verdict by accident.
 */
export async function runWallTest(
  deps: LaunchDeps,
  target: WallTestTarget,
  signal: AbortSignal,
): Promise<WallTestReport> {
  const startedMs = deps.now();
  const probers: Promise<string>[] = [];
  try {
    const stage = await setStage(deps, target, probers, signal);
    const input = await observe(deps, target, stage, signal);
    return {
      ...judge(input),
      startedAt: new Date(startedMs).toISOString(),
      durationMs: deps.now() - startedMs,
      sessionId: target.sessionId,
    };
  } finally {
    // Also those that are still being made: a test that was given up leaves nothing behind.
    await Promise.all(probers.map((made) => made.then((id) => deps.engine.removeContainer(id)).catch(() => undefined)));
  }
}

/** Starts both probers while the engine's machine is being surveyed, then decides what to try. */
async function setStage(
  deps: LaunchDeps,
  target: WallTestTarget,
  probers: Promise<string>[],
  signal: AbortSignal,
): Promise<Stage> {
  const { engine } = deps;
  const ours = await engine.containers(`${label.session}=${target.sessionId}`, { signal });
  const comfyui = withRole(ours, 'comfyui');
  const sentinel = withRole(ours, 'sentinel');
  if (comfyui === undefined || sentinel === undefined) throw nothingToTest();
  const startProber = async (spec: Parameters<Engine['createContainer']>[0]): Promise<string> => {
    const made = engine.createContainer(spec);
    probers.push(made);
    const id = await made;
    await engine.startContainer(id);
    return id;
  };
  const [survey, openId, walledId, network, others] = await Promise.all([
    askSurvey(engine, sentinel.id, signal),
    startProber(openProberSpec(sentinel.imageId, target.sessionId)),
    startProber(walledProberSpec(sentinel.imageId, target.sessionId, comfyui.id)),
    engine.network(engineName.network, { signal }),
    engine.containers(null, { signal }),
  ]);
  const open = await engine.container(openId, { signal });
  if (open === null) throw nothingToTest();
  const planned = planVectors({
    targets: deps.profile.probeTargets,
    survey,
    bridgeGateway: network?.gateways[0] ?? null,
    neighbours: neighboursOf([open, ...others], target.sessionId, openId),
    hostAddresses: deps.net.addresses(),
    port: target.port,
    env: comfyui.env,
  });
  return { comfyui, sentinel, open, walledId, survey, planned };
}

/** Addresses of containers on other networks: the open prober answers for sure, the user's own may. */
function neighboursOf(
  containers: readonly ContainerFacts[],
  sessionId: string,
  openId: string,
): readonly { address: string; certain: boolean }[] {
  const seen = new Set<string>();
  return containers.flatMap((container) => {
    const isOurs = container.labels[label.session] === sessionId;
    if (seen.has(container.id) || (isOurs && container.id !== openId)) return [];
    seen.add(container.id);
    const addresses = Object.values(container.networks).filter((address) => address !== '');
    return addresses.map((address) => ({ address, certain: container.id === openId }));
  });
}

async function observe(
  deps: LaunchDeps,
  target: WallTestTarget,
  stage: Stage,
  signal: AbortSignal,
): Promise<JudgeInput> {
  const { engine } = deps;
  const { vectors, skipped } = stage.planned;
  const counters = new WallCounters(engine, stage.sentinel.id);
  try {
    const before = await counters.current(signal);
    const [open, host, walled, inside, inbound, after] = await Promise.all([
      askProber(engine, stage.open.id, vectors, signal),
      askProber(engine, stage.sentinel.id, vectors, signal),
      askProber(engine, stage.walledId, vectors, signal),
      lookInside(engine, stage.comfyui, signal),
      tryInbound(deps.net, vectors, target.port),
      // Every packet is on its way by then, so this beat has counted them; waiting for answers takes longer.
      pause(sentAfterMs, signal).then(() => counters.next(signal)),
    ]);
    const openSources = [...addressesOf(stage.open), ...stage.survey.addresses.map(({ address }) => address)];
    const walledSources = addressesOf(stage.comfyui);
    const flows = await askFlows(engine, stage.sentinel.id, [...openSources, ...walledSources], signal);
    return {
      wall: target.wall,
      vectors,
      skipped,
      open: reached(open),
      host: reached(host),
      walled: reached(walled),
      walledInterfaces: walled.interfaces,
      openFlows: flows.filter((flow) => openSources.includes(flow.source)),
      walledFlows: flows.filter((flow) => walledSources.includes(flow.source)),
      before,
      after,
      inside,
      inbound,
    };
  } finally {
    counters.close();
  }
}

function addressesOf(container: ContainerFacts): string[] {
  return Object.values(container.networks).filter((address) => address !== '');
}

function reached(report: ProberReport): JudgeInput['open'] {
  return report.results;
}

function nothingToTest(): AirlockError {
  return new AirlockError({
    code: 'not-running',
    message: 'There is no session whose wall could be tested.',
    next: 'Press Secure first.',
  });
}
