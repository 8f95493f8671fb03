import * as z from 'zod/mini';
import { walls } from './modes.ts';

const port = z.int().check(z.gte(1), z.lte(65535));
const id = z.int().check(z.gte(1), z.lte(4294967294));
const host = z.string().check(z.regex(/^[0-9A-Za-z:.-]{1,253}$/, 'expected an IP address or host name'));
const hostPort = z.strictObject({ address: host, port });

/** Where the wall test tries to get to. Only addresses that normally answer prove anything. */
const probeTargets = z.strictObject({
  tcp: z._default(z.array(hostPort), [
    { address: '1.1.1.1', port: 443 },
    { address: '8.8.8.8', port: 443 },
    { address: '1.1.1.1', port: 80 },
    { address: '8.8.8.8', port: 53 },
    { address: '140.82.121.4', port: 22 },
  ]),
  tcp6: z._default(z.array(hostPort), [{ address: '2606:4700:4700::1111', port: 443 }]),
  udp: z._default(z.array(hostPort), [
    { address: '8.8.8.8', port: 53 },
    { address: '162.159.200.1', port: 123 },
    { address: '1.1.1.1', port: 443 },
  ]),
  udp6: z._default(z.array(hostPort), [{ address: '2606:4700:4700::1111', port: 53 }]),
  dnsServers: z._default(z.array(host), ['1.1.1.1', '8.8.8.8']),
  dnsName: z._default(host, 'example.com'),
  icmp: z._default(z.array(host), ['1.1.1.1']),
  icmp6: z._default(z.array(host), ['2606:4700:4700::1111']),
  /** Hosts on the local network; the PC's own gateway is always added when it answers. */
  lan: z._default(z.array(hostPort), []),
  /** Ports tried on the bridge gateway and on every address of the machine that runs the engine. */
  gatewayPorts: z._default(z.array(port), [22, 80, 443, 2375, 3128, 8080]),
});

const bytes = z.string().check(z.regex(/^[1-9][0-9]*[kmg]$/, 'expected a size such as 8g or 512m'));

const account = z.string().check(z.regex(/^[^"\\/[\]:;|=,+*?<>@\p{Cc}]{1,20}$/u, 'the name of a Windows account'));
const windowsPath = z.string().check(z.regex(/^[A-Za-z]:\\[^<>:"|?*\p{Cc}]+$/u, 'an absolute Windows path'));
const wslSize = z.string().check(z.regex(/^[1-9][0-9]*(?:MB|GB)$/u, 'a size as WSL takes it, such as 16GB'));

/** What the user decided about the two outer layers; host `windows` only. */
const windowsSection = z.strictObject({
  accounts: z.prefault(
    z.strictObject({
      admin: z._default(account, 'admin'),
      daily: z._default(account, 'daily'),
      comfyui: z._default(account, 'comfyui'),
    }),
    {},
  ),
  /** The WSL distribution that the engine and the folders live in; letters, digits, dot, dash, underscore only. */
  distro: z._default(z.string().check(z.regex(/^[0-9A-Za-z._-]{1,64}$/, 'the name of a distribution')), 'Ubuntu-24.04'),
  /** The virtual disk of the models. */
  modelsVhd: z._default(windowsPath, 'D:\\comfyui\\comfyui-models.vhdx'),
  /** Where it is mounted in the distribution. */
  modelsMount: z._default(z.string().check(z.regex(/^\/[0-9A-Za-z._/-]+$/, 'an absolute path in WSL')), '/mnt/models'),
  /** Path and name of the scheduled task that attaches it. */
  mountTask: z._default(
    z.string().check(z.regex(/^\\[0-9A-Za-z ._\\-]{1,120}$/, 'a task such as \\Airlock\\Models')),
    '\\Airlock\\Mount models',
  ),
  /** Caps written into .wslconfig by the remedy. */
  memory: z._default(wslSize, '16GB'),
  swap: z._default(wslSize, '8GB'),
});

/** `$AIRLOCK_HOME/profile.json`: what the user decided. Documented in docs/profile.md. */
export const profileSchema = z.strictObject({
  version: z.literal(1),
  image: z._default(z.string().check(z.minLength(1)), 'mmartial/comfyui-nvidia-docker:ubuntu24_cuda12.9-latest'),
  toolsImage: z._default(z.string().check(z.minLength(1)), 'airlock-tools:1'),
  recipe: z._default(z.enum(['mmartial', 'plain']), 'mmartial'),
  wall: z._default(z.enum(walls), 'bridge'),
  /** The page is at http://127.0.0.1:PORT and nowhere else. */
  port: z._default(port, 8188),
  /** Folder name of the recipe → absolute path as the engine sees it. */
  mounts: z._default(z.record(z.string(), z.string().check(z.minLength(1))), {}),
  ids: z._default(z.strictObject({ uid: id, gid: id }), { uid: 1000, gid: 1000 }),
  gpu: z._default(z.boolean(), true),
  limits: z._default(
    z.strictObject({
      memory: z._default(z.nullable(bytes), null),
      pids: z._default(z.int().check(z.gte(64)), 4096),
      shm: z._default(bytes, '8g'),
    }),
    { memory: null, pids: 4096, shm: '8g' },
  ),
  /** Exact torch, torchvision and torchaudio, as the image's TORCH_LOCK takes them; empty means not locked. */
  torchLock: z._default(z.string().check(z.regex(/^\P{Cc}*$/u, 'one line of text')), ''),
  /** Flags added to ComfyUI's command line. */
  flags: z._default(
    z.array(z.string().check(z.regex(/^[^\s"'\\$`;|&<>]+$/, 'one flag or value each, without spaces or quotes'))),
    [],
  ),
  probeTargets: z.prefault(probeTargets, {}),
  windows: z.prefault(windowsSection, {}),
  /** Seconds ComfyUI may take until its page answers. */
  readyTimeoutS: z._default(z.int().check(z.gte(5), z.lte(3600)), 600),
});

export type Profile = z.infer<typeof profileSchema>;
export type WindowsSection = Profile['windows'];
export type ProbeTargets = Profile['probeTargets'];
