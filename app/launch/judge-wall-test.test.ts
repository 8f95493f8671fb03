import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { droppedPackets, judge, type JudgeInput, type SeenFlow, type SeenProbe } from './judge-wall-test.ts';
import type { SentinelBeat } from './sentinel-report.ts';
import type { Probe, Vector } from './wall-test.ts';

const got: SeenProbe = { reached: true, sent: true, detail: 'connected' };
const silent: SeenProbe = { reached: false, sent: true, detail: 'timed out' };

function beat(packets: number, intact = true): SentinelBeat {
  const rule = (chain: 'FORWARD' | 'INPUT', target: string) =>
    ({ family: 4, chain, position: 1, spec: `-A ${chain} -i airlock0 -j ${target}`, packets, bytes: 0 }) as const;
  return {
    type: 'beat',
    at: '2026-11-01T12:00:00Z',
    seq: 1,
    backend: 'nft',
    intact,
    fingerprint: '',
    rules: [rule('FORWARD', 'ACCEPT'), rule('FORWARD', 'DROP'), rule('INPUT', 'DROP')],
    interfaces: null,
    guards: null,
    proven: false,
    frozen: false,
  };
}

function vector(id: string, probe: Probe | null, change: Partial<Vector> = {}): Vector {
  return { id, way: 'tcp-internet', target: id, probe, need: 'required', ...change };
}

const tcp = vector('tcp', { kind: 'tcp', address: '203.0.113.10', port: 443 });
const udp = vector('udp', { kind: 'udp', address: '203.0.113.10', port: 123 }, { way: 'udp-internet' });
const dns = vector('dns', { kind: 'dns', server: null, name: 'example.com' }, { way: 'dns-resolver' });
const askDirectly = vector('ask', { kind: 'dns', server: '198.51.100.53', name: 'example.com' }, { way: 'dns-direct' });
const ping = vector('ping', { kind: 'icmp', address: '203.0.113.10' }, { way: 'icmp' });
const maybe = vector('maybe', { kind: 'tcp', address: '192.168.65.1', port: 80 }, { need: 'if-present' });
const socket = vector('engine-socket', null, { way: 'engine-socket' });
const noProxy = vector('proxy-env:none', null, { way: 'proxy-env', target: '(none set)' });
const strangeProxy = vector('proxy-env:http_proxy', null, { way: 'proxy-env', target: 'http_proxy' });
const inbound = vector('inbound', null, { way: 'inbound' });

function observed(vectors: readonly Vector[], change: Partial<JudgeInput> = {}): JudgeInput {
  const probed = vectors.filter((one) => one.probe !== null).map((one) => one.id);
  return {
    wall: 'bridge',
    vectors,
    skipped: [],
    open: new Map(probed.map((id) => [id, got])),
    host: new Map(),
    walled: new Map(probed.map((id) => [id, silent])),
    walledInterfaces: ['lo', 'eth0'],
    openFlows: [],
    walledFlows: [],
    before: beat(10),
    after: beat(15),
    inside: { looked: true, sockets: [] },
    inbound: { loopback: true, open: new Set() },
    ...change,
  };
}

const udpFlow: SeenFlow = { protocol: 'udp', destination: '203.0.113.10', port: 123 };

describe('judge', () => {
  it('calls a wall sealed when all that works without it fails behind it', () => {
    const judged = judge(observed([tcp, udp, dns, ping, socket, noProxy, inbound]));
    expect(judged.verdict).toBe('sealed');
    expect(judged.vectors.map((one) => [one.outcome, one.positiveControl])).toEqual(
      Array.from({ length: 7 }, () => ['blocked', 'reached']),
    );
    expect(judged.vectors[0]?.witness).toContain('10 packets');
  });

  it('calls it leaking when anything got through, even what nobody else can reach', () => {
    expect(judge(observed([tcp, udp], { walled: new Map([['tcp', got]]) })).verdict).toBe('leaking');
    expect(judge(observed([maybe], { open: new Map(), walled: new Map([['maybe', got]]) })).verdict).toBe('leaking');
  });

  it('takes a packet that left for a leak, even if nothing came back', () => {
    const flows: [Vector, SeenFlow][] = [
      [udp, udpFlow],
      [tcp, { protocol: 'tcp', destination: '203.0.113.10', port: 443 }],
      [dns, { protocol: 'udp', destination: '192.0.2.1', port: 53 }],
      [askDirectly, { protocol: 'udp', destination: '198.51.100.53', port: 53 }],
      [ping, { protocol: 'icmp', destination: '203.0.113.10', port: null }],
    ];
    for (const [one, flow] of flows) {
      expect(judge(observed([one], { walledFlows: [flow] })).verdict, one.id).toBe('leaking');
    }
    // Somebody else's packets, or some other ones, say nothing of this way out.
    const others: [Vector, SeenFlow][] = [
      [udp, { ...udpFlow, destination: '198.51.100.1' }],
      [udp, { ...udpFlow, port: 9 }],
      [udp, { ...udpFlow, protocol: 'tcp' }],
      [askDirectly, { ...udpFlow, port: 53 }],
      [ping, { protocol: 'icmp', destination: '198.51.100.1', port: null }],
    ];
    for (const [one, flow] of others) {
      expect(judge(observed([one], { walledFlows: [flow] })).verdict, one.id).toBe('sealed');
    }
  });

  it('proves one way UDP by the open container’s confirmed flow', () => {
    const unanswered = new Map([['udp', silent]]);
    expect(judge(observed([udp], { open: unanswered })).verdict).toBe('unproven');
    expect(judge(observed([udp], { open: unanswered, openFlows: [udpFlow] })).verdict).toBe('sealed');
    expect(judge(observed([tcp], { open: new Map(), openFlows: [{ ...udpFlow, port: 443 }] })).verdict).toBe(
      'unproven',
    );
  });

  it('is content with a positive control from the engine’s own machine', () => {
    expect(judge(observed([tcp], { open: new Map(), host: new Map([['tcp', got]]) })).verdict).toBe('sealed');
  });

  it('leaves out, and says so, what does not exist on this PC', () => {
    const judged = judge(observed([tcp, maybe], { open: new Map([['tcp', got]]) }));
    expect(judged.verdict).toBe('sealed');
    expect(judged.vectors.map((one) => one.id)).toEqual(['tcp']);
    expect(judged.skipped.map((one) => one.id)).toEqual(['maybe']);
  });

  it('proves nothing with nothing to try', () => {
    expect(judge(observed([])).verdict).toBe('unproven');
    expect(judge(observed([maybe], { open: new Map() })).verdict).toBe('unproven');
  });

  it('proves nothing when the prober behind the wall did not answer', () => {
    expect(judge(observed([tcp], { walled: new Map() })).verdict).toBe('unproven');
  });

  it('proves nothing when the wall did not stand all the time', () => {
    expect(judge(observed([tcp], { before: beat(1, false) })).verdict).toBe('unproven');
    expect(judge(observed([tcp], { after: beat(1, false) })).verdict).toBe('unproven');
  });

  it('takes the absence of any interface as the witness of a sealed wall, and a new one as no proof', () => {
    const sealed = judge(observed([tcp], { wall: 'sealed', walledInterfaces: ['lo'] }));
    expect(sealed.vectors[0]?.witness).toBe('no network interface but lo');
    expect(judge(observed([tcp], { wall: 'sealed', walledInterfaces: ['lo', 'eth0'] })).verdict).toBe('unproven');
  });

  it('looks inside the container: a socket leaks, a proxy that cannot be read proves nothing', () => {
    const found = { looked: true, sockets: ['/var/run/docker.sock'] };
    expect(judge(observed([socket], { inside: found })).verdict).toBe('leaking');
    expect(judge(observed([socket], { inside: { looked: false, sockets: [] } })).verdict).toBe('unproven');
    expect(judge(observed([strangeProxy])).verdict).toBe('unproven');
  });

  it('wants the page on loopback and nowhere else', () => {
    expect(judge(observed([inbound], { inbound: { loopback: true, open: new Set(['inbound']) } })).verdict).toBe(
      'leaking',
    );
    expect(judge(observed([inbound], { inbound: { loopback: false, open: new Set() } })).verdict).toBe('unproven');
  });
});

const all = [tcp, udp, dns, ping, maybe, socket, noProxy, strangeProxy, inbound];
const seen = fc.constantFrom(got, silent);
const seenById = fc
  .array(fc.tuple(fc.constantFrom(...all.map((one) => one.id)), seen))
  .map((entries): ReadonlyMap<string, SeenProbe> => new Map(entries));
const inputs = fc
  .record({
    vectors: fc.subarray(all),
    wall: fc.constantFrom('bridge' as const, 'sealed' as const),
    open: seenById,
    host: seenById,
    walled: seenById,
    walledInterfaces: fc.constantFrom(['lo'], ['lo', 'eth0']),
    openFlows: fc.subarray([udpFlow]),
    walledFlows: fc.subarray([udpFlow]),
    inside: fc.record({ looked: fc.boolean(), sockets: fc.subarray(['/run/docker.sock']) }),
    inbound: fc.record({ loopback: fc.boolean(), open: fc.subarray(['inbound']).map((ids) => new Set(ids)) }),
    after: fc.boolean().map((intact) => beat(20, intact)),
  })
  .map((change): JudgeInput => observed(change.vectors, change));

describe('the verdict', () => {
  it('is sealed only when every vector is blocked and has a positive control', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { verdict, vectors } = judge(input);
        if (verdict !== 'sealed') return;
        expect(vectors.length).toBeGreaterThan(0);
        for (const one of vectors) expect(one).toMatchObject({ outcome: 'blocked', positiveControl: 'reached' });
      }),
      { numRuns: 2000 },
    );
  });

  it('is leaking exactly when something was reached', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { verdict, vectors } = judge(input);
        expect(verdict === 'leaking').toBe(vectors.some((one) => one.outcome === 'reached'));
      }),
    );
  });

  it('turns to leaking with one vector that was reached, whatever else was seen', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(tcp, udp, dns, ping, maybe), (input, one) => {
        const vectors = [...input.vectors.filter(({ id }) => id !== one.id), one];
        const walled = new Map([...input.walled, [one.id, got] as const]);
        expect(judge({ ...input, vectors, walled }).verdict).toBe('leaking');
      }),
    );
  });

  it('depends on no order, and loses no vector', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const judged = judge(input);
        expect(judge({ ...input, vectors: [...input.vectors].reverse() }).verdict).toBe(judged.verdict);
        const named = [...judged.vectors, ...judged.skipped].map(({ id }) => id).sort();
        expect(named).toEqual(input.vectors.map(({ id }) => id).sort());
      }),
    );
  });

  it('counts what the DROP rules met, and nothing else', () => {
    expect(droppedPackets(beat(7))).toBe(14);
  });
});
