import type { ProbeTargets } from './profile.ts';
import type { SkippedVector, Vector, Way } from './wall-test.ts';

/** At most so many vectors go to one address; a machine with more listeners than that is named in `skipped`. */
const maxVectorsPerAddress = 64;
const dockerDesktop = ['192.168.65.1', '192.168.65.2', '192.168.65.3', '192.168.65.254'];
const dockerDesktopProxyPort = 3128;

export interface VectorInput {
  readonly targets: ProbeTargets;
  readonly survey: {
    readonly addresses: readonly { readonly family: 4 | 6; readonly address: string }[];
    readonly listeners: readonly {
      readonly protocol: 'tcp' | 'udp';
      readonly family: 4 | 6;
      readonly address: string;
      readonly port: number;
    }[];
    readonly nameservers: readonly string[];
    readonly gateways: { readonly '4': string | null; readonly '6': string | null };
  };
  /** Gateway of airlock_net; null when there is none. */
  readonly bridgeGateway: string | null;
  /** Containers on other networks; a `certain` one is known to answer. */
  readonly neighbours: readonly { readonly address: string; readonly certain: boolean }[];
  /** Non-loopback addresses of the PC that shows the page. */
  readonly hostAddresses: readonly string[];
  /** Port of the page. */
  readonly port: number;
  /** ComfyUI's environment. */
  readonly env: Readonly<Record<string, string>>;
}

export interface PlannedVectors {
  readonly vectors: readonly Vector[];
  readonly skipped: readonly SkippedVector[];
}

/** What a `proxy-env` vector says when there is no proxy to try. */
export const noProxyTarget = '(none set)';

/** TCP and UDP port on which the responder of the open container answers. */
const responderPort = 8188;

/** Decides what a wall test tries on this PC. */
export function planVectors(input: VectorInput): PlannedVectors {
  const machine = machineVectors(input);
  const internet = internetVectors(input);
  const all = [
    ...internet.vectors,
    ...resolverVectors(input),
    ...machine.vectors,
    ...neighbourVectors(input),
    ...surroundingVectors(input),
    ...insideVectors(input),
    ...inboundVectors(input),
  ];
  return { vectors: unique(all), skipped: [...internet.skipped, ...machine.skipped] };
}

function internetVectors({ targets, survey }: VectorInput): PlannedVectors {
  const v4 = [
    ...targets.tcp.map((one) => tcp('tcp-internet', one.address, one.port, 'required')),
    ...targets.udp.map((one) => udp('udp-internet', one.address, one.port, 'required')),
    ...targets.icmp.map((address) => icmp('icmp', address, 'required')),
  ];
  const v6 = [
    ...targets.tcp6.map((one) => tcp('tcp-internet-v6', one.address, one.port, 'required')),
    ...targets.udp6.map((one) => udp('udp-internet-v6', one.address, one.port, 'required')),
    ...targets.icmp6.map((address) => icmp('icmp-v6', address, 'required')),
  ];
  if (survey.gateways['6'] !== null) return { vectors: [...v4, ...v6], skipped: [] };
  const reason = 'this PC has no IPv6 route, so there is no way out over IPv6 to try';
  return { vectors: v4, skipped: v6.map(({ id }) => ({ id, reason })) };
}

function resolverVectors({ targets, survey }: VectorInput): Vector[] {
  const name = targets.dnsName;
  const host = survey.nameservers.filter((server) => !isLoopback(server) && !isScoped(server));
  return [
    { ...dns('dns-resolver', null, name, 'required'), id: 'dns-resolver' },
    ...targets.dnsServers.map((server) => dns('dns-direct', server, name, 'required')),
    ...['10.255.255.254', ...host].map((server) => dns('dns-host', server, name, 'if-present')),
  ];
}

/** Every address of the machine that runs the engine, with the configured ports and everything that listens there. */
function machineVectors(input: VectorInput): PlannedVectors {
  const { survey, targets, bridgeGateway } = input;
  const addresses = survey.addresses.filter(({ address }) => !isLoopback(address) && !isScoped(address));
  const skipped: SkippedVector[] = [];
  const vectors = addresses.flatMap(({ address, family }) => {
    const way = address === bridgeGateway ? 'gateway' : 'vm-address';
    const listening = survey.listeners.filter((one) => hears(one, address, family));
    const tried = unique([
      icmp(way, address, 'required'),
      ...targets.gatewayPorts.map((port) => tcp(way, address, port, 'required')),
      ...portsOf(listening, 'tcp').map((port) => tcp(way, address, port, 'required')),
      ...portsOf(listening, 'udp').map((port) => udp(way, address, port, 'if-present')),
    ]);
    const left = tried.length - maxVectorsPerAddress;
    if (left > 0)
      skipped.push({ id: `${way}:${address}`, reason: `${String(left)} more listening ports were left out` });
    return tried.slice(0, maxVectorsPerAddress);
  });
  return { vectors, skipped };
}

function portsOf(listeners: readonly Listener[], protocol: 'tcp' | 'udp'): number[] {
  return listeners.filter((one) => one.protocol === protocol).map((one) => one.port);
}

/** Whether a listener answers on `address`. One bound to `::` answers on IPv4 as well, unless it was told not to. */
function hears(listener: Listener, address: string, family: 4 | 6): boolean {
  if (listener.address === '::') return true;
  return listener.family === family && (listener.address === address || listener.address === '0.0.0.0');
}

function neighbourVectors({ neighbours }: VectorInput): Vector[] {
  return neighbours.map(({ address, certain }) =>
    tcp('other-container', address, responderPort, certain ? 'required' : 'if-present'),
  );
}

function surroundingVectors({ targets, survey, hostAddresses }: VectorInput): Vector[] {
  const router = survey.gateways['4'];
  // Where the engine has a machine of its own (WSL, a VM), the PC around it is one more place to get to.
  const own = survey.addresses.map(({ address }) => address);
  const pc = hostAddresses.filter((address) => !own.includes(address) && !isLoopback(address) && !isScoped(address));
  return [
    ...dockerDesktop.flatMap((address) => [
      tcp('windows-host', address, 80, 'if-present'),
      tcp('windows-host', address, dockerDesktopProxyPort, 'if-present'),
    ]),
    ...pc.flatMap((address) => targets.gatewayPorts.map((port) => tcp('windows-host', address, port, 'if-present'))),
    ...targets.lan.map((one) => tcp('lan', one.address, one.port, 'required')),
    ...(router === null ? [] : [icmp('lan', router, 'if-present'), tcp('lan', router, 80, 'if-present')]),
    tcp('metadata', '169.254.169.254', 80, 'if-present'),
  ];
}

function insideVectors({ env }: VectorInput): Vector[] {
  const proxies = Object.entries(env).filter(
    ([name, value]) => /^(https?|all|ftp)_proxy$/iu.test(name) && value !== '',
  );
  return [
    ...(proxies.length === 0 ? [noProxy] : proxies.map(([name, value]) => proxyVector(name, value))),
    { id: 'engine-socket', way: 'engine-socket', target: 'engine socket', probe: null, need: 'required' },
  ];
}

const noProxy: Vector = {
  id: 'proxy-env:none',
  way: 'proxy-env',
  target: noProxyTarget,
  probe: null,
  need: 'required',
};

/** A proxy in the environment is tried like any other address; one that cannot be read is never taken for harmless. */
function proxyVector(name: string, value: string): Vector {
  const match = /^(?:[a-z0-9]+:\/\/)?(?:[^@/]*@)?(\[[0-9a-f:.]+\]|[^:/\s[\]]+):([0-9]{1,5})\/?$/iu.exec(value);
  const address = match?.[1]?.replace(/^\[|\]$/gu, '');
  const port = Number(match?.[2]);
  const id = `proxy-env:${name}`;
  if (address === undefined || !(port > 0 && port < 65536)) {
    return { id, way: 'proxy-env', target: name, probe: null, need: 'required' };
  }
  return {
    id,
    way: 'proxy-env',
    target: join(address, port),
    probe: { kind: 'tcp', address, port },
    need: 'if-present',
  };
}

function inboundVectors({ hostAddresses, port }: VectorInput): Vector[] {
  const addresses = hostAddresses.filter((address) => !isLoopback(address) && !isScoped(address));
  return addresses.map((address) => ({
    id: `inbound:${join(address, port)}`,
    way: 'inbound',
    target: address,
    probe: null,
    need: 'required',
  }));
}

type Need = Vector['need'];
type Listener = VectorInput['survey']['listeners'][number];

function tcp(way: Way, address: string, port: number, need: Need): Vector {
  const target = join(address, port);
  return { id: `${way}:tcp:${target}`, way, target, probe: { kind: 'tcp', address, port }, need };
}

function udp(way: Way, address: string, port: number, need: Need): Vector {
  const target = join(address, port);
  return { id: `${way}:udp:${target}`, way, target, probe: { kind: 'udp', address, port }, need };
}

function icmp(way: Way, address: string, need: Need): Vector {
  return { id: `${way}:icmp:${address}`, way, target: address, probe: { kind: 'icmp', address }, need };
}

function dns(way: Way, server: string | null, name: string, need: Need): Vector {
  const target = server ?? 'the container’s resolver';
  return { id: `${way}:${target}`, way, target, probe: { kind: 'dns', server, name }, need };
}

function join(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** Link-local addresses mean nothing without the interface they belong to. */
function isScoped(address: string): boolean {
  return /^fe[89ab]/iu.test(address);
}

function unique(vectors: readonly Vector[]): Vector[] {
  return [...new Map(vectors.map((vector) => [vector.id, vector])).values()];
}
