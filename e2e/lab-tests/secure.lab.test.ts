import { afterEach, describe, expect, it } from 'vitest';
import { airlock, answerOf, startAirlock } from './support/airlock.ts';
import { allRules, docker, traces } from './support/engine.ts';

interface VectorLine {
  readonly id: string;
  readonly outcome: string;
  readonly positiveControl: string;
}

afterEach(async () => {
  await airlock(['stop', '--json']);
});

describe.each(['bridge', 'sealed'])('secure behind the %s wall', (wall) => {
  it('is ready only with every vector blocked and every positive control reached', async () => {
    const run = await airlock(['launch', 'secure', '--wall', wall, '--json']);
    const answer = answerOf(run);
    expect(answer, run.stderr).toMatchObject({ phase: 'ready', uiUrl: 'http://127.0.0.1:8188' });
    const { vectors } = answer['wallTest'] as { vectors: VectorLine[] };
    expect(vectors.length).toBeGreaterThan(20);
    expect(vectors.filter((vector) => vector.outcome !== 'blocked')).toEqual([]);
    expect(vectors.filter((vector) => vector.positiveControl !== 'reached')).toEqual([]);
    expect(run.lines.map((line) => line['phase'])).toEqual(['preflight', 'wall', 'create', 'start', 'test', 'ready']);
    expect(run.exitCode).toBe(0);
    const page = await fetch('http://127.0.0.1:8188/system_stats', { headers: { connection: 'close' } });
    expect(page.status).toBe(200);
  });

  it('leaves no container, rule, network or volume after stop', async () => {
    const before = allRules();
    await airlock(['launch', 'secure', '--wall', wall, '--json']);
    expect(allRules()).not.toBe(before);
    const stop = await airlock(['stop', '--json']);
    expect(stop.exitCode).toBe(0);
    expect(traces()).toEqual([]);
    expect(allRules()).toBe(before);
  });

  it('refuses to run twice and leaves the first alone', async () => {
    await airlock(['launch', 'secure', '--wall', wall, '--json']);
    const second = await airlock(['launch', 'secure', '--wall', wall, '--json']);
    expect(answerOf(second)).toMatchObject({ phase: 'failed', code: 'already-running' });
    expect(second.exitCode).toBe(1);
    const status = answerOf(await airlock(['status', '--json']));
    expect(status['session']).toMatchObject({ phase: 'ready', wall });
  });
});

/** A phase is reported when it is over, so the launch is in the one after it. */
describe.each(['preflight', 'wall', 'create', 'start'])('a launch that dies right after phase %s', (phase) => {
  it('by kill -9 leaves no ComfyUI running', async () => {
    const launch = startAirlock(['launch', 'secure', '--json']);
    await launch.lineWith('phase', phase);
    launch.child.kill('SIGKILL');
    await launch.finished;
    await expect.poll(() => docker('ps', '-q', '--filter', 'name=airlock-comfyui'), { timeout: 5_000 }).toBe('');
    const again = await airlock(['launch', 'secure', '--json']);
    expect(answerOf(again), again.stderr).toMatchObject({ phase: 'ready' });
  });

  it('by Ctrl-C cleans up behind itself', async () => {
    const before = allRules();
    const launch = startAirlock(['launch', 'secure', '--json']);
    await launch.lineWith('phase', phase);
    launch.child.kill('SIGINT');
    const run = await launch.finished;
    expect(answerOf(run)).toMatchObject({ phase: 'failed', code: 'cancelled' });
    expect(run.exitCode).toBe(1);
    expect(traces()).toEqual([]);
    expect(allRules()).toBe(before);
  });
});

it('adopts the session in a new process, with its phases and page', async () => {
  await airlock(['launch', 'secure', '--json']);
  const status = answerOf(await airlock(['status', '--json']));
  expect(status['session']).toMatchObject({
    mode: 'secure',
    wall: 'bridge',
    phase: 'ready',
    uiUrl: 'http://127.0.0.1:8188',
  });
});

it('lets only one of two launches at the same time through', async () => {
  const runs = await Promise.all([airlock(['launch', 'secure', '--json']), airlock(['launch', 'secure', '--json'])]);
  const phases = runs.map((run) => answerOf(run)['phase']).sort();
  expect(phases).toEqual(['failed', 'ready']);
  const refused = runs.find((run) => answerOf(run)['phase'] === 'failed');
  expect(refused === undefined ? null : answerOf(refused)['code']).toBe('already-running');
});
