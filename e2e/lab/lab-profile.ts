import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type * as z from 'zod/mini';
import type { profileSchema } from '../../app/launch/profile.ts';
import { labAddresses as at, labImages, pcServicePorts } from './lab-addresses.ts';
import { runPaths } from './lab-folders.ts';

const labUser = { uid: 1000, gid: 1000 } as const;
const folders = ['custom_nodes', 'input', 'output', 'user'] as const;

/** Makes a fresh AIRLOCK_HOME whose profile points at the lab's images and at the lab's internet. */
export function writeLabProfile(runFolder: string): void {
  const { home, comfyui } = runPaths(runFolder);
  const mounts = Object.fromEntries(folders.map((name) => [name, path.join(comfyui, name)]));
  for (const folder of Object.values(mounts)) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o777);
  }
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'profile.json'), `${JSON.stringify(labProfile(mounts), null, 2)}\n`);
}

function labProfile(mounts: Readonly<Record<string, string>>): z.input<typeof profileSchema> {
  const web = [at.internet, at.internetSecond].map((address) => ({ address, port: 443 }));
  const others = [80, 53, 22].map((port) => ({ address: at.internet, port }));
  return {
    version: 1,
    image: labImages.comfyui,
    toolsImage: labImages.tools,
    recipe: 'plain',
    wall: 'bridge',
    port: 8188,
    mounts,
    ids: labUser,
    gpu: false,
    limits: { memory: null, pids: 512, shm: '64m' },
    torchLock: 'torch==2.7.1+cpu torchvision==0.22.1+cpu torchaudio==2.7.1+cpu',
    flags: [],
    probeTargets: {
      tcp: [...web, ...others],
      tcp6: [{ address: at.internet6, port: 443 }],
      udp: [53, 123, 443].map((port) => ({ address: at.internet, port })),
      udp6: [{ address: at.internet6, port: 53 }],
      dnsServers: [at.internet, at.internetSecond],
      dnsName: 'example.com',
      icmp: [at.internet],
      icmp6: [at.internet6],
      lan: [{ address: at.lan, port: 80 }],
      gatewayPorts: [22, 80, 443, pcServicePorts.tcp, 3128],
    },
    readyTimeoutS: 60,
  };
}
