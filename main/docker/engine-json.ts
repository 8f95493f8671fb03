import type {
  ContainerFacts,
  EngineEvent,
  EngineFacts,
  ImageFacts,
  MountFacts,
  NetworkFacts,
  ProcessFacts,
  PublishedPort,
} from './engine.ts';
import { asArray, asNumber, asObject, asString, asStringRecord, asStrings, type JsonObject } from './json-shape.ts';

/**
 * The engine's JSON in our words. Engines differ in what they send, and a field that is missing must never become a
 * good answer: it reads as empty, zero or false, which no control takes for "holds".
 */
export function engineFacts(version: unknown, info: unknown): EngineFacts {
  const [said, about] = [asObject(version), asObject(info)];
  const firewall = asString(asObject(about['FirewallBackend'])['Driver']);
  return {
    version: asString(said['Version']),
    apiVersion: asString(said['ApiVersion']),
    operatingSystem: asString(about['OperatingSystem']),
    rootless: asStrings(about['SecurityOptions']).some((option) => option.includes('rootless')),
    firewallBackend: firewall === '' ? null : firewall,
    cgroupVersion: asString(about['CgroupVersion']) || '1',
    liveRestore: about['LiveRestoreEnabled'] === true,
  };
}

export function imageFacts(inspect: unknown): ImageFacts {
  const image = asObject(inspect);
  return {
    id: asString(image['Id']),
    tags: asStrings(image['RepoTags']),
    labels: asStringRecord(asObject(image['Config'])['Labels']),
  };
}

export function networkFacts(inspect: unknown): NetworkFacts {
  const network = asObject(inspect);
  const pools = asArray(asObject(network['IPAM'])['Config']).map(asObject);
  const attached = Object.entries(asObject(network['Containers'])).map(([id, value]) => {
    const container = asObject(value);
    const address = asString(container['IPv4Address']).replace(/\/\d+$/, '');
    return [id, { name: asString(container['Name']), address }] as const;
  });
  return {
    id: asString(network['Id']),
    name: asString(network['Name']),
    driver: asString(network['Driver']),
    internal: network['Internal'] === true,
    ipv6: network['EnableIPv6'] === true,
    options: asStringRecord(network['Options']),
    labels: asStringRecord(network['Labels']),
    subnets: pools.map((pool) => asString(pool['Subnet'])).filter((subnet) => subnet !== ''),
    gateways: pools.map((pool) => asString(pool['Gateway'])).filter((gateway) => gateway !== ''),
    attached: Object.fromEntries(attached),
  };
}

const states = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const;

export function containerFacts(inspect: unknown): ContainerFacts {
  const container = asObject(inspect);
  const [state, config] = [asObject(container['State']), asObject(container['Config'])];
  const host = asObject(container['HostConfig']);
  return {
    id: asString(container['Id']),
    name: asString(container['Name']).replace(/^\//, ''),
    imageId: asString(container['Image']),
    labels: asStringRecord(config['Labels']),
    env: environment(config['Env']),
    state: states.find((known) => known === state['Status']) ?? 'dead',
    exitCode: asNumber(state['ExitCode']),
    startedAt: asString(state['StartedAt']),
    pid: asNumber(state['Pid']),
    user: asString(config['User']),
    restartPolicy: asString(asObject(host['RestartPolicy'])['Name']),
    restartCount: asNumber(container['RestartCount']),
    privileged: host['Privileged'] === true,
    capAdd: asStrings(host['CapAdd']).map(bareCapability),
    capDrop: asStrings(host['CapDrop']).map(bareCapability),
    securityOptions: asStrings(host['SecurityOpt']),
    networkMode: asString(host['NetworkMode']),
    ipcMode: asString(host['IpcMode']),
    pidMode: asString(host['PidMode']),
    usernsMode: asString(host['UsernsMode']),
    shmBytes: asNumber(host['ShmSize']),
    memoryBytes: asNumber(host['Memory']),
    pidsLimit: asNumber(host['PidsLimit']),
    readOnlyRoot: host['ReadonlyRootfs'] === true,
    published: publishedPorts(container),
    mounts: asArray(container['Mounts']).map(mountFacts),
    devices: devices(host),
    networks: networkAddresses(container),
    dns: asStrings(host['Dns']),
  };
}

function environment(env: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    asStrings(env).map((line) => {
      const at = line.indexOf('=');
      return at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

/** Newer engines answer with the `CAP_` prefix, older ones repeat what they were given. */
function bareCapability(name: string): string {
  return name.replace(/^CAP_/, '');
}

/** What is really published while it runs; before that, what will be. */
function publishedPorts(container: JsonObject): readonly PublishedPort[] {
  const actual = portMap(asObject(container['NetworkSettings'])['Ports']);
  return actual.length > 0 ? actual : portMap(asObject(container['HostConfig'])['PortBindings']);
}

function portMap(ports: unknown): readonly PublishedPort[] {
  return Object.entries(asObject(ports)).flatMap(([key, bindings]) =>
    asArray(bindings).map((value) => {
      const binding = asObject(value);
      return {
        // An empty address means every address.
        hostIp: asString(binding['HostIp']) || '0.0.0.0',
        hostPort: Number.parseInt(asString(binding['HostPort']), 10) || 0,
        containerPort: Number.parseInt(key, 10) || 0,
      };
    }),
  );
}

function mountFacts(value: unknown): MountFacts {
  const mount = asObject(value);
  return {
    kind: asString(mount['Type']),
    source: asString(mount['Name']) || asString(mount['Source']),
    target: asString(mount['Destination']),
    readOnly: mount['RW'] === false,
  };
}

function devices(host: JsonObject): readonly string[] {
  const mapped = asArray(host['Devices']).map((device) => asString(asObject(device)['PathOnHost']));
  const requested = asArray(host['DeviceRequests']).flatMap((request) =>
    asArray(asObject(request)['Capabilities']).flatMap(asStrings),
  );
  return [...mapped, ...requested];
}

function networkAddresses(container: JsonObject): Readonly<Record<string, string>> {
  const networks = Object.entries(asObject(asObject(container['NetworkSettings'])['Networks']));
  return Object.fromEntries(networks.map(([name, value]) => [name, asString(asObject(value)['IPAddress'])]));
}

const eventKinds = ['container', 'network', 'volume'] as const;

/** One message of the event stream; null when it is no event. */
export function engineEvent(value: unknown): EngineEvent | null {
  const event = asObject(value);
  const actor = asObject(event['Actor']);
  const action = asString(event['Action']);
  if (action === '') return null;
  return {
    kind: eventKinds.find((kind) => kind === event['Type']) ?? 'other',
    // `exec_start: python3 …` carries its command line after the name.
    action: action.split(':', 1)[0] ?? action,
    id: asString(actor['ID']),
    attributes: asStringRecord(actor['Attributes']),
    timeMs: Math.floor(asNumber(event['timeNano']) / 1e6) || asNumber(event['time']) * 1000,
  };
}

/** The answer of `top`, whatever columns the engine's ps has given it. */
export function processFacts(top: unknown): readonly ProcessFacts[] {
  const titles = asStrings(asObject(top)['Titles']).map((title) => title.toUpperCase());
  const column = (...names: readonly string[]): number => titles.findIndex((title) => names.includes(title));
  const [pid, uid, command] = [column('PID'), column('UID', 'USER', 'EUID'), column('COMMAND', 'CMD', 'ARGS')];
  return asArray(asObject(top)['Processes']).map((row) => {
    const cells = asStrings(row);
    return {
      pid: Number.parseInt(cells[pid] ?? '', 10) || 0,
      uid: userId(cells[uid] ?? ''),
      command: cells[command] ?? '',
    };
  });
}

/** -1 when the engine gave a name we cannot resolve: it equals no id that was asked for. */
function userId(text: string): number {
  if (text === 'root') return 0;
  return /^\d+$/.test(text) ? Number(text) : -1;
}
