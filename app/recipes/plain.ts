import { pageFlags } from './page-flags.ts';
import type { Profile } from '../launch/profile.ts';
import type { Recipe } from './recipe.ts';

const root = '/comfyui';
const mebibyte = 1024 * 1024;
/** Folders ComfyUI writes to; without a mount they live in memory and are gone with the session. */
const writable = ['output', 'user', 'temp', 'input'] as const;

/** Flags Airlock itself sets; a profile adds to them. `--offline` also keeps the page in the browser from calling out. */
const flags = ['--listen', '0.0.0.0', '--port', '8188', '--disable-auto-launch', '--offline'];

/**
 * An image that holds ComfyUI in /comfyui and starts it by its own entry point, flags as arguments. It gets the
 * tightest box there is: any uid, read-only root, no capabilities.
 */
export const plain: Recipe = {
  id: 'plain',
  title: 'Plain ComfyUI image',
  folders: [
    folder('models', true, 'Models; never written to.'),
    folder('custom_nodes', true, 'Custom nodes; they are installed in update mode, not here.'),
    folder('input', false, 'Pictures you give to ComfyUI.'),
    folder('output', false, 'What ComfyUI makes.'),
    folder('user', false, 'Settings and workflows.'),
    folder('temp', false, 'Previews.'),
  ],
  capabilities: [],
  noNewPrivileges: true,
  readOnlyRoot: true,
  user: (profile) => `${String(profile.ids.uid)}:${String(profile.ids.gid)}`,
  secureEnvironment: (profile) => ({
    HOME: '/tmp',
    PYTHONDONTWRITEBYTECODE: '1',
    WANTED_UID: String(profile.ids.uid),
    WANTED_GID: String(profile.ids.gid),
    NETWORK_MODE: 'offline',
    DISABLE_UPGRADES: 'true',
    ...(profile.torchLock === '' ? {} : { TORCH_LOCK: profile.torchLock }),
  }),
  command: (profile) => [...flags, ...profile.flags],
  containerPort: 8188,
  extraMounts: (profile) => [
    { kind: 'tmpfs', target: '/tmp', sizeBytes: 1024 * mebibyte, mode: 0o1777 },
    ...unmounted(profile).map((name) => ({
      kind: 'tmpfs' as const,
      target: `${root}/${name}`,
      sizeBytes: 1024 * mebibyte,
      mode: 0o1777,
    })),
  ],
  expectedFlags: (profile) => [...flags, ...profile.flags],
  reservedFlags: [...pageFlags, '--base-directory'],
  offlineVariable: { name: 'NETWORK_MODE', value: 'offline' },
  noUpgradesVariable: { name: 'DISABLE_UPGRADES', value: 'true' },
  torchLockVariable: 'TORCH_LOCK',
  cacheFolders: [root, `${root}/custom_nodes`, `${root}/models`],
  scripts: [],
  failureMarks: [],
};

function folder(name: string, readOnlyInSecure: boolean, purpose: string): Recipe['folders'][number] {
  return { name, required: false, target: `${root}/${name}`, readOnlyInSecure, purpose };
}

function unmounted(profile: Profile): readonly string[] {
  return writable.filter((name) => profile.mounts[name] === undefined);
}
