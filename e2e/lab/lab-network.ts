import { spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { labAddresses as at, pcServicePorts } from './lab-addresses.ts';
import { runTool, waitUntil } from './run-tool.ts';

/** One namespace beside the PC's own, kept alive by a process that sleeps in it. */
interface Place {
  readonly name: 'internet' | 'lan';
  readonly keeper: ChildProcess;
  readonly pid: number;
}

const worldScript = path.join(import.meta.dirname, 'world', 'world.py');

/**
 * Builds the small world around the PC, in whose network namespace this process already is: an internet behind a
 * router, a neighbour on the LAN, and listeners everywhere that write down what they see.
 */
export async function buildNetwork(seenFolder: string, logFolder: string): Promise<void> {
  const internet = await openPlace('internet');
  const lan = await openPlace('lan');
  for (const command of pcCommands(internet, lan)) runTool('ip', command);
  for (const command of internetCommands) inPlace(internet, command);
  for (const command of lanCommands) inPlace(lan, command);
  forward();
  inPlaceTool(internet, 'sysctl', ['-qw', 'net.ipv4.ip_forward=1']);
  if (process.env['AIRLOCK_LAB_NO_INTERNET'] === '1') runTool('ip', ['link', 'set', 'eth0', 'down']);
  const open = worldPlans(seenFolder).map((plan) => startWorld(plan, { internet, lan }, logFolder));
  await Promise.all(open);
}

async function openPlace(name: Place['name']): Promise<Place> {
  const keeper = spawn('unshare', ['--net', 'sleep', 'infinity'], { stdio: 'ignore' });
  const { pid } = keeper;
  if (pid === undefined) throw new Error('unshare did not start');
  const own = runTool('readlink', ['/proc/self/ns/net']);
  const apart = await waitUntil(() => runTool('readlink', [`/proc/${String(pid)}/ns/net`]) !== own, 5_000);
  if (!apart) throw new Error(`no network namespace for ${name}`);
  return { name, keeper, pid };
}

function pcCommands(internet: Place, lan: Place): readonly (readonly string[])[] {
  return [
    ['link', 'set', 'lo', 'up'],
    ['addr', 'add', `${at.pcResolver}/32`, 'dev', 'lo'],
    ['link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'pc', 'netns', String(internet.pid)],
    ['link', 'add', 'lan0', 'type', 'veth', 'peer', 'name', 'pc', 'netns', String(lan.pid)],
    ['addr', 'add', `${at.pc}/24`, 'dev', 'eth0'],
    ['-6', 'addr', 'add', `${at.pc6}/64`, 'dev', 'eth0', 'nodad'],
    ['addr', 'add', `${at.pcOnLan}/24`, 'dev', 'lan0'],
    ['link', 'set', 'eth0', 'up'],
    ['link', 'set', 'lan0', 'up'],
    ['route', 'add', 'default', 'via', at.router],
    ['-6', 'route', 'add', 'default', 'via', at.router6],
  ];
}

const internetCommands: readonly (readonly string[])[] = [
  ['link', 'set', 'lo', 'up'],
  ['addr', 'add', `${at.router}/24`, 'dev', 'pc'],
  ['-6', 'addr', 'add', `${at.router6}/64`, 'dev', 'pc', 'nodad'],
  ...[at.internet, at.internetSecond, at.metadata, at.desktopHost].map((ip) => [
    'addr',
    'add',
    `${ip}/32`,
    'dev',
    'lo',
  ]),
  ['-6', 'addr', 'add', `${at.internet6}/128`, 'dev', 'lo', 'nodad'],
  ['link', 'set', 'pc', 'up'],
  // The way back to containers; IPv4 ones that are not masqueraded are answered too, so that nothing hides a leak.
  ['-6', 'route', 'add', at.defaultBridge6, 'via', at.pc6],
  ['route', 'add', '172.16.0.0/12', 'via', at.pc],
];

const lanCommands: readonly (readonly string[])[] = [
  ['link', 'set', 'lo', 'up'],
  ['addr', 'add', `${at.lan}/24`, 'dev', 'pc'],
  ['link', 'set', 'pc', 'up'],
  ['route', 'add', 'default', 'via', at.pcOnLan],
];

function inPlace(place: Place, command: readonly string[]): void {
  inPlaceTool(place, 'ip', command);
}

function inPlaceTool(place: Place, file: string, args: readonly string[]): void {
  runTool('nsenter', [`--net=/proc/${String(place.pid)}/ns/net`, file, ...args]);
}

/** The PC routes, and its bridges speak IPv6 at once: looking for duplicate addresses would take a second each time. */
function forward(): void {
  const settings = ['all.forwarding=1', 'all.accept_dad=0', 'default.accept_dad=0'];
  runTool('sysctl', ['-qw', 'net.ipv4.ip_forward=1', ...settings.map((one) => `net.ipv6.conf.${one}`)]);
}

interface WorldPlan {
  readonly place: 'internet' | 'lan' | 'pc';
  readonly seen: string;
  readonly tcp: readonly (readonly [string, number])[];
  readonly udp: readonly (readonly [string, number])[];
  /** Address and port of the resolver that answers any name, and where it asks in turn (null: it knows by itself). */
  readonly dns: readonly (readonly [string, string | null])[];
  /** Interface on which every arriving packet is written down, whatever it is. */
  readonly sniff: string | null;
}

function worldPlans(seenFolder: string): readonly WorldPlan[] {
  const every = ['0.0.0.0', '::'];
  const listen = (ports: readonly number[]): [string, number][] =>
    every.flatMap((address) => ports.map((port): [string, number] => [address, port]));
  return [
    {
      place: 'internet',
      seen: path.join(seenFolder, 'internet.jsonl'),
      tcp: listen([22, 53, 80, 443, 3128]),
      udp: listen([123, 443]),
      dns: every.map((address) => [address, null]),
      sniff: 'pc',
    },
    {
      place: 'lan',
      seen: path.join(seenFolder, 'lan.jsonl'),
      tcp: listen([22, 80]),
      udp: listen([123]),
      dns: [['0.0.0.0', null]],
      sniff: 'pc',
    },
    {
      place: 'pc',
      seen: path.join(seenFolder, 'pc.jsonl'),
      tcp: listen([pcServicePorts.tcp]),
      udp: listen([pcServicePorts.udp]),
      dns: [[at.pcResolver, at.internet]],
      sniff: null,
    },
  ];
}

async function startWorld(
  plan: WorldPlan,
  places: Readonly<Record<'internet' | 'lan', Place>>,
  logFolder: string,
): Promise<void> {
  const logPath = path.join(logFolder, `world-${plan.place}.log`);
  const program = ['python3', worldScript, JSON.stringify(plan)];
  const enter =
    plan.place === 'pc' ? program : ['nsenter', `--net=/proc/${String(places[plan.place].pid)}/ns/net`, ...program];
  const [file = '', ...args] = enter;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', openSync(logPath, 'a')] });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the listeners of ${plan.place} ended with ${String(code)}`)));
  });
}
