import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { Recipe } from '../../app/recipes/recipe.ts';
import type { Engine } from '../docker/engine.ts';
import type { HostNet } from '../process/host-net.ts';
import { pause, raceAbort } from './cancellation.ts';
import { deferred } from './deferred.ts';

/** ComfyUI pushes nothing when it starts to listen, so its page is asked this often. */
const askEveryMs = 100;
const askTimeoutMs = 1_000;
const keptLogLines = 40;

export interface ReadinessRequest {
  readonly containerId: string;
  readonly port: number;
  readonly recipe: Recipe;
  readonly timeoutMs: number;
}

/**
 * Waits until ComfyUI's own page answers.
 *
 * @throws AirlockError `start-failed` when the container ends or its log says that it gave up (with the last lines),
 * `not-ready-in-time` after `timeoutMs`, `cancelled` when the signal aborts.
 */
export async function waitUntilReady(
  engine: Engine,
  net: HostNet,
  request: ReadinessRequest,
  signal: AbortSignal,
): Promise<void> {
  const watching = new AbortController();
  const failed = watchForFailure(engine, request, watching.signal);
  try {
    await raceAbort(Promise.race([failed, askUntilItAnswers(net, request, watching.signal)]), signal);
  } finally {
    watching.abort();
  }
}

async function askUntilItAnswers(net: HostNet, request: ReadinessRequest, signal: AbortSignal): Promise<void> {
  const url = `http://127.0.0.1:${String(request.port)}/system_stats`;
  const rounds = Math.ceil(request.timeoutMs / askEveryMs);
  for (let round = 0; round < rounds; round += 1) {
    if (await answers(net, url)) return;
    await pause(askEveryMs, signal);
  }
  throw new AirlockError({
    code: 'not-ready-in-time',
    message: `ComfyUI's page did not answer within ${String(Math.round(request.timeoutMs / 1000))} s.`,
    next: 'A first start can take long: raise "readyTimeoutS" in profile.json. The log of ComfyUI says what it waits for.',
  });
}

async function answers(net: HostNet, url: string): Promise<boolean> {
  try {
    const stats = await net.httpGetJson(url, askTimeoutMs);
    return typeof stats === 'object' && stats !== null && 'system' in stats;
  } catch {
    return false;
  }
}

/** Rejects as soon as the log names a failure or the container ends; never resolves. */
function watchForFailure(engine: Engine, request: ReadinessRequest, signal: AbortSignal): Promise<never> {
  const failed = deferred<never>();
  const lastLines: string[] = [];
  const onLine = (line: string): void => {
    lastLines.push(line);
    if (lastLines.length > keptLogLines) lastLines.shift();
    const mark = request.recipe.failureMarks.find((candidate) => line.includes(candidate));
    if (mark !== undefined) failed.reject(startFailed('ComfyUI gave up while starting', lastLines));
  };
  engine
    .followLog(request.containerId, 1000, onLine, { signal })
    .then(() => {
      if (!signal.aborted) failed.reject(startFailed('ComfyUI ended before its page answered', lastLines));
    })
    .catch((error: unknown) => {
      if (!signal.aborted) failed.reject(error instanceof Error ? error : new Error(String(error)));
    });
  return failed.promise;
}

function startFailed(what: string, lastLines: readonly string[]): AirlockError {
  return new AirlockError({
    code: 'start-failed',
    message: `${what}. Its last lines: ${lastLines.slice(-8).join(' ⏎ ') || '(none)'}`,
    next: 'Mend what the last lines name, then launch again. Nothing is left running.',
  });
}
