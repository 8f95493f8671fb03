import { afterEach, describe, expect, it } from 'vitest';
import { labAddresses as at, labImages, pcServicePorts } from '../lab/lab-addresses.ts';
import { docker } from './support/engine.ts';
import { seenOf } from './support/seen.ts';

interface Report {
  readonly interfaces: readonly string[];
  readonly results: readonly { readonly id: string; readonly reached: boolean; readonly sent: boolean }[];
}

const probes = [
  { id: 'tcp', kind: 'tcp', address: at.internet, port: 443 },
  { id: 'tcp refused', kind: 'tcp', address: at.internet, port: 9 },
  { id: 'tcp6', kind: 'tcp', address: at.internet6, port: 443 },
  { id: 'udp answered', kind: 'udp', address: at.internet, port: 123 },
  { id: 'udp unreachable port', kind: 'udp', address: at.internet, port: 9 },
  { id: 'udp6', kind: 'udp', address: at.internet6, port: 443 },
  { id: 'dns own resolver', kind: 'dns', server: null, name: 'example.com' },
  { id: 'dns direct', kind: 'dns', server: at.internetSecond, name: 'example.com' },
  { id: 'dns of the PC', kind: 'dns', server: at.pcResolver, name: 'example.com' },
  { id: 'icmp', kind: 'icmp', address: at.internet },
  { id: 'icmp6', kind: 'icmp', address: at.internet6 },
  { id: 'pc', kind: 'tcp', address: at.pc, port: pcServicePorts.tcp },
  { id: 'lan', kind: 'tcp', address: at.lan, port: 80 },
  { id: 'metadata', kind: 'tcp', address: at.metadata, port: 80 },
];

function probe(network: string, request: unknown): Report {
  const box = ['--rm', '--network', network, '--cap-drop', 'ALL', '--read-only', labImages.tools];
  const command = ['python3', '/airlock/prober.py', JSON.stringify(request)];
  return JSON.parse(docker('run', ...box, ...command)) as Report;
}

afterEach(() => {
  for (const id of docker('ps', '-aq').split('\n').filter(Boolean)) docker('rm', '-f', id);
});

describe('the prober', () => {
  it('reaches everything in the lab from an open container, and others see it come', () => {
    const sinceMs = Date.now();
    const report = probe('bridge', { timeoutMs: 1000, probes });
    expect(report.results.filter((one) => !one.reached)).toEqual([]);
    expect(report.results.map((one) => one.id)).toEqual(probes.map((one) => one.id));
    const protocols = new Set(seenOf(sinceMs, 'airlock-probe').map((seen) => seen.protocol));
    expect(protocols).toEqual(new Set(['udp', 'icmp']));
  });

  it('reaches nothing from a container without interfaces, and says that it could not even send', () => {
    const sinceMs = Date.now();
    const report = probe('none', { timeoutMs: 300, probes });
    expect(report.interfaces).toEqual(['lo']);
    expect(report.results.filter((one) => one.reached)).toEqual([]);
    expect(seenOf(sinceMs, 'airlock-probe')).toEqual([]);
  });

  it('names a kind it does not know instead of passing it over', () => {
    const report = probe('bridge', { timeoutMs: 300, probes: [{ id: 'x', kind: 'sctp', address: at.internet }] });
    expect(report.results).toMatchObject([{ id: 'x', reached: false, sent: false, detail: "unknown kind 'sctp'" }]);
  });

  it('needs no longer than its timeout for any number of silent targets', () => {
    const silent = Array.from({ length: 100 }, (_, index) => ({
      id: String(index),
      kind: 'tcp',
      address: `198.51.100.${String(index + 1)}`,
      port: 443,
    }));
    const report = probe('none', { timeoutMs: 500, probes: silent });
    expect(report.results).toHaveLength(100);
  });
});

it('the survey names addresses, listeners, resolvers and gateways of the machine', () => {
  const survey = JSON.parse(
    docker('run', '--rm', '--network', 'host', labImages.tools, 'python3', '/airlock/survey.py'),
  ) as Record<string, unknown>;
  expect(survey['gateways']).toEqual({ 4: at.router, 6: at.router6 });
  expect(survey['nameservers']).toEqual([at.pcResolver, at.internet]);
  expect(survey['addresses']).toContainEqual({ family: 4, address: at.pcResolver, interface: 'lo' });
  expect(survey['addresses']).toContainEqual({ family: 6, address: at.pc6, interface: 'eth0' });
  for (const [family, address] of [
    [4, '0.0.0.0'],
    [6, '::'],
  ]) {
    expect(survey['listeners']).toContainEqual({ protocol: 'tcp', family, address, port: pcServicePorts.tcp });
    expect(survey['listeners']).toContainEqual({ protocol: 'udp', family, address, port: pcServicePorts.udp });
  }
});

it('the flows are those of one source that were not dropped', () => {
  const command = [
    'python3',
    '-c',
    `import socket,time; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.sendto(b"x",("${at.internet}",4444)); time.sleep(30)`,
  ];
  docker('run', '-d', '--name', 'talker', labImages.tools, ...command);
  const address = docker('inspect', '-f', '{{.NetworkSettings.IPAddress}}', 'talker');
  const ask = (source: string): unknown =>
    JSON.parse(
      docker(
        'run',
        '--rm',
        '--network',
        'host',
        '--cap-add',
        'NET_ADMIN',
        labImages.tools,
        'python3',
        '/airlock/survey.py',
        '--flows',
        source,
      ),
    );
  const flow = { source: address, protocol: 'udp', destination: at.internet, port: 4444 };
  expect(ask(address)).toMatchObject({ flows: expect.arrayContaining([flow]) as unknown });
  expect(ask('172.17.0.99')).toEqual({ flows: [] });
});
