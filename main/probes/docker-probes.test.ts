import { describe, expect, it } from 'vitest';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { networkOptions } from '../../app/launch/launch-plan.ts';
import { dockerAirlockNet } from './docker-airlock-net.probe.ts';
import { dockerEgressProof } from './docker-egress-proof.probe.ts';
import { dockerEngine } from './docker-engine.probe.ts';
import { dockerLoopbackPublish } from './docker-loopback-publish.probe.ts';
import { dockerManualLifecycle } from './docker-manual-lifecycle.probe.ts';
import { dockerProbes } from './docker-probes.ts';
import { dockerShm } from './docker-shm.probe.ts';
import { ask, noSession, type FakeWorld } from './testing/fake-context.ts';
import { container, network, nowMs, readySession, sessionId, wallTest } from './testing/fake-facts.ts';

interface Case {
  readonly name: string;
  readonly world: FakeWorld;
  readonly verdict: string;
}

const withComfyUi = (change: Parameters<typeof container>[1]): FakeWorld => ({
  containers: [container('comfyui', change), container('sentinel')],
});

function unreachable(code: 'engine-unreachable' | 'engine-permission' | 'engine-timeout'): FakeWorld {
  const error = new AirlockError({ code, message: `seen as ${code}`, next: 'Start it.' });
  return { engine: { facts: () => Promise.reject(error) } };
}

describe('every probe of the engine', () => {
  it.each(dockerProbes.map((probe) => ({ id: probe.id, probe })))(
    '$id holds in a healthy session',
    async ({ probe }) => {
      const finding = await ask(probe);
      expect(finding).toMatchObject({ controlId: probe.id, verdict: 'pass', remedies: [] });
      expect(finding.evidence.length).toBeGreaterThan(0);
    },
  );

  it.each(dockerProbes.filter((probe) => probe !== dockerEngine).map((probe) => ({ id: probe.id, probe })))(
    '$id cannot tell without a session',
    async ({ probe }) => {
      expect((await ask(probe, noSession)).verdict).toBe('unknown');
    },
  );

  it.each(dockerProbes.map((probe) => ({ id: probe.id, probe })))(
    '$id is asked again when the practice PC changes its control, and never by what probes do themselves',
    ({ probe }) => {
      const event = { kind: 'other', action: 'practice', id: probe.id, attributes: {}, timeMs: nowMs } as const;
      expect(probe.concernedBy(event)).toBe(true);
      for (const action of ['exec_create: ls', 'exec_start: ls', 'exec_die', 'top', 'archive-path']) {
        const ownDoing = {
          kind: 'container',
          action,
          id: 'x',
          attributes: { 'airlock.session': sessionId },
          timeMs: nowMs,
        } as const;
        expect(probe.concernedBy(ownDoing)).toBe(false);
      }
    },
  );
});

describe('docker.engine', () => {
  const cases: readonly Case[] = [
    { name: 'port 2375 answers', world: { listening: ['127.0.0.1:2375'] }, verdict: 'fail' },
    { name: 'port 2376 answers elsewhere', world: { listening: ['192.0.2.10:2376'] }, verdict: 'fail' },
    { name: 'nothing answers', world: unreachable('engine-unreachable'), verdict: 'fail' },
    { name: 'it may not be used', world: unreachable('engine-permission'), verdict: 'fail' },
    { name: 'it hangs', world: unreachable('engine-timeout'), verdict: 'fail' },
    {
      name: 'it throws what nobody foresaw',
      world: { engine: { facts: () => Promise.reject(new Error('?')) } },
      verdict: 'unknown',
    },
    { name: 'the tools image is missing', world: { engine: { image: () => Promise.resolve(null) } }, verdict: 'warn' },
  ];

  it.each(cases)('$name: $verdict', async ({ world, verdict }) => {
    expect((await ask(dockerEngine, world)).verdict).toBe(verdict);
  });

  it('leaves the code of the failure in the evidence, which tells the causes apart', async () => {
    const finding = await ask(dockerEngine, unreachable('engine-permission'));
    expect(finding.evidence.map((one) => one.output).join('\n')).toContain('engine-permission');
  });

  it('says by which of several ways it is reached, and why not by the ones before', async () => {
    const tried = [
      { route: 'wsl.exe …', outcome: 'engine-unreachable: docker: command not found' },
      { route: 'npipe://…', outcome: 'an engine answers' },
    ];
    const finding = await ask(dockerEngine, { engine: { routes: () => ({ used: 'npipe://…', tried }) } });
    expect(finding).toMatchObject({ verdict: 'pass', summary: expect.stringContaining('npipe://…') as string });
    const shown = finding.evidence.find(({ source }) => source.startsWith('ways to the engine'))?.output;
    expect(shown).toBe(
      'used: npipe://…\nwsl.exe …: engine-unreachable: docker: command not found\nnpipe://…: an engine answers',
    );
  });

  it('offers to start it only when it is not there', async () => {
    expect((await ask(dockerEngine, unreachable('engine-unreachable'))).remedies).toEqual(['docker.start-engine']);
  });
});

describe('docker.airlock-net', () => {
  const masquerade = { ...networkOptions, 'com.docker.network.bridge.enable_ip_masquerade': 'true' };
  const stranger = { 'id-stranger': { name: 'stranger', address: '172.28.0.9' } };
  const cases: readonly Case[] = [
    { name: 'masquerade on', world: { network: network({ options: masquerade }) }, verdict: 'fail' },
    { name: 'IPv6 on', world: { network: network({ ipv6: true }) }, verdict: 'fail' },
    { name: 'another driver', world: { network: network({ driver: 'macvlan' }) }, verdict: 'fail' },
    { name: 'made by somebody else', world: { network: network({ labels: {} }) }, verdict: 'fail' },
    { name: 'a stranger attached', world: { network: network({ attached: stranger }) }, verdict: 'fail' },
    { name: 'gone under a session', world: { network: null }, verdict: 'fail' },
    {
      name: 'ComfyUI on a second network',
      world: withComfyUi({ networks: { airlock_net: '172.28.0.2', bridge: '172.17.0.2' } }),
      verdict: 'fail',
    },
    {
      name: 'the engine answers nonsense',
      world: { engine: { network: () => Promise.reject(new Error('no JSON')) } },
      verdict: 'unknown',
    },
  ];

  it.each(cases)('$name: $verdict', async ({ world, verdict }) => {
    expect((await ask(dockerAirlockNet, world)).verdict).toBe(verdict);
  });

  it('names the stranger', async () => {
    const finding = await ask(dockerAirlockNet, { network: network({ attached: stranger }) });
    expect(finding.summary).toContain('stranger');
  });
});

describe('docker.loopback-publish', () => {
  const wide = { published: [{ hostIp: '0.0.0.0', hostPort: 8188, containerPort: 8188 }] };
  const cases: readonly Case[] = [
    { name: 'published to everybody', world: withComfyUi(wide), verdict: 'fail' },
    {
      name: 'a helper publishes wide',
      world: { containers: [container('comfyui'), container('relay-outer', wide)] },
      verdict: 'fail',
    },
    { name: 'something forwards it', world: { listening: ['127.0.0.1:8188', '192.0.2.10:8188'] }, verdict: 'fail' },
    { name: 'nothing answers here', world: { listening: [] }, verdict: 'unknown' },
  ];

  it.each(cases)('$name: $verdict', async ({ world, verdict }) => {
    expect((await ask(dockerLoopbackPublish, world)).verdict).toBe(verdict);
  });
});

describe('docker.manual-lifecycle', () => {
  it.each(['always', 'unless-stopped', 'on-failure'])('fails with restart policy %s', async (restartPolicy) => {
    expect((await ask(dockerManualLifecycle, withComfyUi({ restartPolicy }))).verdict).toBe('fail');
  });

  it('looks at the helpers too, and at stopped containers', async () => {
    const sentinel = container('sentinel', { restartPolicy: 'always', state: 'exited' });
    expect((await ask(dockerManualLifecycle, { containers: [container('comfyui'), sentinel] })).verdict).toBe('fail');
  });
});

describe('docker.shm', () => {
  it('fails when the memory of the host is shared', async () => {
    expect((await ask(dockerShm, withComfyUi({ ipcMode: 'host' }))).verdict).toBe('fail');
    expect((await ask(dockerShm, withComfyUi({ ipcMode: 'container:abc' }))).verdict).toBe('fail');
  });

  it('warns of another size than the profile asks for', async () => {
    expect((await ask(dockerShm, withComfyUi({ shmBytes: 64 * 1024 ** 2 }))).verdict).toBe('warn');
  });
});

describe('docker.egress-proof', () => {
  const breach = {
    reason: 'rule-removed',
    detail: 'gone',
    detectedAt: '2026-05-01T11:45:00.000Z',
    pausedAt: null,
    pausedAfterMs: null,
  } as const;
  const cases: readonly Case[] = [
    { name: 'no test yet', world: { context: { lastWallTest: null } }, verdict: 'unknown' },
    {
      name: 'a test of another session',
      world: { context: { lastWallTest: wallTest({ sessionId: 'other' }) } },
      verdict: 'unknown',
    },
    { name: 'leaking', world: { context: { lastWallTest: wallTest({ verdict: 'leaking' }) } }, verdict: 'fail' },
    { name: 'unproven', world: { context: { lastWallTest: wallTest({ verdict: 'unproven' }) } }, verdict: 'unknown' },
    {
      name: 'sealed, but nothing was tried',
      world: { context: { lastWallTest: wallTest({ vectors: [] }) } },
      verdict: 'unknown',
    },
    { name: 'breached since', world: { context: { session: readySession({ breach }) } }, verdict: 'unknown' },
  ];

  it.each(cases)('$name: $verdict', async ({ world, verdict }) => {
    expect((await ask(dockerEgressProof, world)).verdict).toBe(verdict);
  });

  it('is as old as the test, so that it goes stale with it', async () => {
    expect((await ask(dockerEgressProof)).observedAt).toBe(wallTest().startedAt);
  });
});
