import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planVectors, type PlannedVectors, type VectorInput } from './plan-vectors.ts';
import { profileSchema } from './profile.ts';
import { ways } from './wall-test.ts';

const targets = profileSchema.parse({
  version: 1,
  probeTargets: { lan: [{ address: '10.0.0.9', port: 80 }] },
}).probeTargets;

const base: VectorInput = {
  targets,
  survey: {
    addresses: [
      { family: 4, address: '127.0.0.1' },
      { family: 4, address: '10.255.255.254' },
      { family: 4, address: '172.20.0.5' },
      { family: 4, address: '172.18.0.1' },
      { family: 6, address: '::1' },
      { family: 6, address: '2001:db8::5' },
      { family: 6, address: 'fe80::1' },
    ],
    listeners: [
      { protocol: 'tcp', family: 4, address: '127.0.0.1', port: 631 },
      { protocol: 'tcp', family: 4, address: '0.0.0.0', port: 2222 },
      { protocol: 'tcp', family: 6, address: '::', port: 3333 },
      { protocol: 'udp', family: 4, address: '10.255.255.254', port: 53 },
    ],
    nameservers: ['10.255.255.254', '127.0.0.53', '172.20.0.1'],
    gateways: { '4': '172.20.0.1', '6': 'fe80::9' },
  },
  bridgeGateway: '172.18.0.1',
  neighbours: [
    { address: '172.17.0.2', certain: true },
    { address: '172.19.0.4', certain: false },
  ],
  hostAddresses: ['172.20.0.5', '192.168.1.20', '127.0.0.1', 'fe80::2'],
  port: 8188,
  env: { PATH: '/bin', https_proxy: 'http://user:word@10.1.1.1:3128', NO_PROXY: 'localhost' },
};

function plan(change: Partial<VectorInput> = {}): PlannedVectors {
  return planVectors({ ...base, ...change });
}

function idsOf({ vectors }: PlannedVectors): string[] {
  return vectors.map((vector) => vector.id);
}

describe('planVectors', () => {
  it('tries every way there is', () => {
    const planned = plan();
    expect(new Set(planned.vectors.map((vector) => vector.way))).toEqual(new Set(ways));
    expect(planned.skipped).toEqual([]);
  });

  it('demands a proof for all that the profile names', () => {
    const planned = plan();
    for (const { address, port } of [...targets.tcp, ...targets.udp]) {
      const vector = planned.vectors.find(({ target }) => target === `${address}:${String(port)}`);
      expect(vector?.need).toBe('required');
    }
  });

  it('tries what listens on every address of the machine, and never what listens on loopback alone', () => {
    const ids = idsOf(plan());
    expect(ids).toEqual(
      expect.arrayContaining([
        'gateway:tcp:172.18.0.1:2222',
        'gateway:tcp:172.18.0.1:2375',
        'gateway:icmp:172.18.0.1',
        'vm-address:tcp:172.20.0.5:2222',
        'vm-address:tcp:172.20.0.5:3333',
        'vm-address:tcp:[2001:db8::5]:3333',
        'vm-address:tcp:10.255.255.254:2222',
        'vm-address:udp:10.255.255.254:53',
      ]),
    );
    expect(ids).not.toContain('vm-address:tcp:[2001:db8::5]:2222');
    expect(ids.filter((id) => id.endsWith(':631'))).toEqual([]);
    expect(ids.filter((id) => /127\.0\.0\.|::1\]|fe80/u.test(id))).toEqual([]);
  });

  it('asks every resolver: the container’s, public ones, the machine’s, and that of WSL', () => {
    const asked = plan().vectors.filter(({ probe }) => probe?.kind === 'dns');
    expect(asked.map(({ way, probe }) => [way, probe?.kind === 'dns' ? probe.server : ''])).toEqual([
      ['dns-resolver', null],
      ['dns-direct', '1.1.1.1'],
      ['dns-direct', '8.8.8.8'],
      ['dns-host', '10.255.255.254'],
      ['dns-host', '172.20.0.1'],
    ]);
  });

  it('leaves IPv6 out, and says so, where there is no route for it', () => {
    const gateways = { '4': null, '6': null };
    const planned = plan({ survey: { ...base.survey, gateways } });
    expect(planned.vectors.filter(({ way }) => way.endsWith('-v6'))).toEqual([]);
    const left = targets.tcp6.length + targets.udp6.length + targets.icmp6.length;
    expect(planned.skipped).toHaveLength(left);
    for (const { reason } of planned.skipped) expect(reason).toContain('IPv6');
  });

  it('tries a proxy of the environment like any other address', () => {
    const proxyOf = (value: string): PlannedVectors['vectors'][number] | undefined =>
      plan({ env: { HTTP_PROXY: value } }).vectors.find(({ way }) => way === 'proxy-env');
    expect(proxyOf('http://user:word@10.1.1.1:3128/')?.probe).toEqual({ kind: 'tcp', address: '10.1.1.1', port: 3128 });
    expect(proxyOf('proxy.lan:8080')?.probe).toEqual({ kind: 'tcp', address: 'proxy.lan', port: 8080 });
    expect(proxyOf('http://[2001:db8::1]:3128')?.probe).toEqual({ kind: 'tcp', address: '2001:db8::1', port: 3128 });
    expect(proxyOf('somewhere')).toMatchObject({ probe: null, need: 'required', target: 'HTTP_PROXY' });
    expect(proxyOf('proxy:99999')).toMatchObject({ probe: null, need: 'required' });
    expect(proxyOf('')).toMatchObject({ id: 'proxy-env:none', target: '(none set)' });
    // A password in the variable stays there.
    expect(JSON.stringify(plan())).not.toContain('word');
  });

  it('tries the page on every address of the PC but loopback', () => {
    const inbound = plan().vectors.filter(({ way }) => way === 'inbound');
    expect(inbound.map(({ target }) => target)).toEqual(['172.20.0.5', '192.168.1.20']);
  });

  it('tries the PC around the engine’s machine, where that is another one', () => {
    const around = idsOf(plan()).filter((id) => id.startsWith('windows-host:'));
    expect(around).toContain('windows-host:tcp:192.168.1.20:22');
    expect(around).toContain('windows-host:tcp:192.168.65.254:3128');
    expect(around.some((id) => id.includes('172.20.0.5'))).toBe(false);
  });

  it('sends at most 64 vectors to one address, and says how many it left out', () => {
    const listeners = Array.from({ length: 200 }, (_, index) => ({
      protocol: index % 2 === 0 ? ('tcp' as const) : ('udp' as const),
      family: 4 as const,
      address: '172.20.0.5',
      port: 20_000 + index,
    }));
    const planned = plan({ survey: { ...base.survey, listeners } });
    const there = planned.vectors.filter(({ way, target }) => way === 'vm-address' && target.startsWith('172.20.0.5'));
    expect(there).toHaveLength(64);
    expect(there.some(({ probe }) => probe?.kind === 'icmp')).toBe(true);
    const left = 1 + targets.gatewayPorts.length + 200 - 64;
    expect(planned.skipped).toEqual([
      { id: 'vm-address:172.20.0.5', reason: `${String(left)} more listening ports were left out` },
    ]);
  });

  it('names no vector twice, and never tries loopback or link-local addresses', () => {
    const family = fc.constantFrom<4 | 6>(4, 6);
    const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('fe80::1', '127.0.0.1', '::1', '0.0.0.0', '::'));
    const listener = fc.record({
      protocol: fc.constantFrom('tcp' as const, 'udp' as const),
      family,
      address,
      port: fc.integer({ min: 1, max: 65535 }),
    });
    const survey = fc.record({
      addresses: fc.array(fc.record({ family, address }), { maxLength: 5 }),
      listeners: fc.array(listener, { maxLength: 80 }),
      nameservers: fc.array(address, { maxLength: 3 }),
      gateways: fc.record({ '4': fc.option(fc.ipV4()), '6': fc.option(fc.ipV6()) }),
    });
    fc.assert(
      fc.property(survey, (one) => {
        const planned = plan({ survey: one });
        const ids = idsOf(planned);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { way, probe } of planned.vectors) {
          if (way !== 'vm-address' || probe === null || probe.kind === 'dns') continue;
          expect(probe.address).not.toMatch(/^127\.|^::1$|^fe[89ab]/u);
        }
      }),
    );
  });
});
