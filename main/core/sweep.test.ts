import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ControlId } from '../../app/controls/control.ts';
import type { Finding } from '../../app/findings/finding.ts';
import type { ControlView } from '../../app/ipc/snapshot.ts';
import { profileSchema } from '../../app/launch/profile.ts';
import type { EngineEvent } from '../docker/engine.ts';
import { PracticeEngine } from '../practice/practice-engine.ts';
import { PracticeNet } from '../practice/practice-net.ts';
import { PracticePc } from '../practice/practice-pc.ts';
import { PracticeScripts } from '../practice/practice-scripts.ts';
import type { Probe } from '../probes/probe.ts';
import { PanelState } from './panel-state.ts';
import { Sweeper, type SweepDeps } from './sweep.ts';

const started = { kind: 'container', action: 'start', id: 'x', attributes: {}, timeMs: 0 } as const;

function finding(controlId: ControlId, summary: string): Finding {
  return { controlId, verdict: 'pass', summary, observedAt: new Date().toISOString(), evidence: [], remedies: [] };
}

function probe(control: ControlId, observe: Probe['observe'], change: Partial<Probe> = {}): Probe {
  return { id: control, controls: [control], timeoutMs: 1_000, concernedBy: () => true, observe, ...change };
}

const after = (ms: number, control: ControlId, summary: string) => async (): Promise<readonly Finding[]> => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return [finding(control, summary)];
};

let state: PanelState;
let sweeper: Sweeper;

function sweep(...probes: readonly Probe[]): Sweeper {
  return sweepWith({}, ...probes);
}

function sweepWith(change: Partial<SweepDeps>, ...probes: readonly Probe[]): Sweeper {
  const pc = new PracticePc();
  const engine = new PracticeEngine(pc);
  const deps = {
    engine,
    net: new PracticeNet(pc, engine),
    scripts: new PracticeScripts(pc),
    profile: () => profileSchema.parse({ version: 1 }),
    now: Date.now,
    ...change,
  };
  sweeper = new Sweeper(deps, probes, state);
  return sweeper;
}

function chip(id: ControlId): Pick<ControlView, 'verdict' | 'summary'> {
  const found = state
    .snapshot()
    .layers.flatMap((layer) => layer.controls)
    .find((control) => control.id === id);
  if (found === undefined) throw new Error(id);
  return { verdict: found.verdict, summary: found.summary };
}

beforeEach(() => {
  vi.useFakeTimers();
  const identity = { version: '0', host: 'linux', hostNote: null, account: 'me' } as const;
  const profile = { image: 'i', recipe: 'plain', wall: 'bridge', port: 8188, path: '/p', problem: null } as const;
  state = new PanelState(identity, profile, Date.now);
});

afterEach(() => {
  sweeper.close();
  vi.useRealTimers();
});

describe('a sweep', () => {
  it('asks all side by side, and a slow probe holds back no chip', async () => {
    const slow = probe('docker.wall', after(900, 'docker.wall', 'slow'));
    const fast = probe('docker.shm', after(10, 'docker.shm', 'fast'));
    const done = sweep(slow, fast).sweep();
    expect(chip('docker.shm').verdict).toBe('checking');
    await vi.advanceTimersByTimeAsync(20);
    expect(chip('docker.shm')).toEqual({ verdict: 'pass', summary: 'fast' });
    expect(chip('docker.wall').verdict).toBe('checking');
    expect(state.snapshot().sweeping).toBe(true);
    await vi.advanceTimersByTimeAsync(900);
    await done;
    expect(chip('docker.wall').verdict).toBe('pass');
    expect(state.snapshot().sweeping).toBe(false);
  });

  it('calls a probe that hangs or throws unknown, with the error as evidence, and goes on', async () => {
    const hangs = probe('docker.wall', () => new Promise(() => undefined));
    const throws = probe('docker.shm', () => {
      throw new Error('no such thing');
    });
    const done = sweep(hangs, throws).sweep();
    await vi.advanceTimersByTimeAsync(1_001);
    await done;
    expect(chip('docker.wall')).toMatchObject({
      verdict: 'unknown',
      summary: expect.stringContaining('1 s') as string,
    });
    expect(chip('docker.shm')).toMatchObject({ verdict: 'unknown', summary: 'no such thing' });
    const controls = state.snapshot().layers.flatMap((layer) => layer.controls);
    expect(JSON.stringify(controls.find(({ id }) => id === 'docker.shm')?.evidence)).toContain('no such thing');
  });

  it('shows no flicker: what is known stays while it is asked again', async () => {
    const again = sweep(probe('docker.shm', after(100, 'docker.shm', 'known')));
    const first = again.sweep();
    await vi.advanceTimersByTimeAsync(100);
    await first;
    const second = again.sweep();
    expect(chip('docker.shm').verdict).toBe('pass');
    await vi.advanceTimersByTimeAsync(100);
    await second;
  });

  it('lets only those wait for the session that compare with it', async () => {
    const seen: (string | null)[] = [];
    const needs = probe(
      'docker.wall',
      ({ session }) => {
        seen.push(session?.id ?? null);
        return Promise.resolve([finding('docker.wall', 'seen')]);
      },
      { needsSession: true },
    );
    const known = (async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      state.setSession({
        id: 's1',
        mode: 'secure',
        wall: 'bridge',
        phase: 'ready',
        startedAt: '',
        uiUrl: null,
        containerId: null,
        phases: [],
        breach: null,
        failure: null,
        adopted: true,
      });
    })();
    const done = sweep(needs, probe('docker.shm', after(1, 'docker.shm', 'at once'))).sweep(known);
    await vi.advanceTimersByTimeAsync(2);
    expect(chip('docker.shm').verdict).toBe('pass');
    expect(seen).toEqual([]);
    await vi.advanceTimersByTimeAsync(60);
    await done;
    expect(seen).toEqual(['s1']);
  });
});

describe('Windows', () => {
  it('is looked at once a sweep, however many probes ask, and not at all on a host that is none', async () => {
    let looks = 0;
    const asking = (id: ControlId): Probe =>
      probe(id, async ({ windows }) => {
        await windows();
        return [finding(id, 'seen')];
      });
    const both = [asking('windows.accounts'), asking('windows.vhd-acl')];
    const windows = (): Promise<never> => Promise.resolve((looks += 1) as never);
    const done = sweepWith({ outer: { windows } }, ...both).sweep();
    await vi.advanceTimersByTimeAsync(1);
    await done;
    expect([chip('windows.accounts').verdict, looks]).toEqual(['pass', 1]);
    sweeper.close();
    const without = sweep(...both).sweep();
    await vi.advanceTimersByTimeAsync(1);
    await without;
    expect(chip('windows.accounts')).toMatchObject({
      verdict: 'unknown',
      summary: expect.stringContaining('no Windows') as string,
    });
  });
});

describe('an event', () => {
  it('asks again whom it concerns, once for a burst', async () => {
    const asked: string[] = [];
    const noting = (id: ControlId, concernedBy: Probe['concernedBy']): Probe =>
      probe(
        id,
        () => {
          asked.push(id);
          return Promise.resolve([finding(id, 'ok')]);
        },
        { concernedBy },
      );
    const one = sweep(
      noting('docker.wall', ({ action }: EngineEvent) => action === 'start'),
      noting('docker.shm', () => false),
    );
    for (let count = 0; count < 5; count += 1) one.onEvent(started);
    await vi.advanceTimersByTimeAsync(20);
    expect(asked).toEqual(['docker.wall']);
    one.onControls(['docker.shm']);
    await vi.advanceTimersByTimeAsync(20);
    expect(asked).toEqual(['docker.wall', 'docker.shm']);
  });

  it('is never overwritten by a look that began before it', async () => {
    let turn = 0;
    const changing = probe('docker.shm', async () => {
      turn += 1;
      const isFirst = turn === 1;
      await new Promise((resolve) => setTimeout(resolve, isFirst ? 500 : 10));
      return [finding('docker.shm', isFirst ? 'old' : 'new')];
    });
    const done = sweep(changing).sweep();
    sweeper.onEvent(started);
    await vi.advanceTimersByTimeAsync(100);
    expect(chip('docker.shm').summary).toBe('new');
    await vi.advanceTimersByTimeAsync(500);
    await done;
    expect(chip('docker.shm').summary).toBe('new');
  });

  it('asks nobody after the end', async () => {
    let asked = 0;
    const counting = probe('docker.shm', () => {
      asked += 1;
      return Promise.resolve([]);
    });
    sweep(counting).close();
    sweeper.onEvent(started);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toBe(0);
  });
});

describe('time', () => {
  it('alone turns a good finding stale, and that is told without anybody asking', async () => {
    let told = 0;
    const done = sweep(probe('docker.egress-proof', after(1, 'docker.egress-proof', 'sealed'))).sweep();
    await vi.advanceTimersByTimeAsync(1);
    await done;
    const stop = state.subscribe(() => {
      told += 1;
    });
    state.setWallTesting(false);
    expect([chip('docker.egress-proof').verdict, told]).toEqual(['pass', 1]);
    await vi.advanceTimersByTimeAsync(3_599_000);
    expect([chip('docker.egress-proof').verdict, told]).toEqual(['pass', 1]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([chip('docker.egress-proof').verdict, told]).toEqual(['stale', 2]);
    stop();
  });
});
