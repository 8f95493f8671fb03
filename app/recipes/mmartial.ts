import { pageFlags } from './page-flags.ts';
import type { Recipe } from './recipe.ts';

/**
 * mmartial/comfyui-nvidia-docker. Its start script changes ids with sudo and runs `chown -R` over /home/comfy, so it
 * cannot do without these capabilities, without new privileges, or with a read-only mount below /home/comfy.
 */
export const mmartial: Recipe = {
  id: 'mmartial',
  title: 'mmartial/comfyui-nvidia-docker',
  folders: [
    {
      name: 'run',
      required: true,
      target: '/comfy/mnt',
      readOnlyInSecure: false,
      purpose: 'ComfyUI, its Python packages and caches.',
    },
    {
      name: 'basedir',
      required: true,
      target: '/basedir',
      readOnlyInSecure: false,
      purpose: 'Custom nodes, input, output, settings.',
    },
    {
      name: 'models',
      required: false,
      target: '/mnt/models',
      readOnlyInSecure: true,
      purpose: 'Models; never written to.',
    },
    {
      name: 'uv',
      required: false,
      target: '/usr/local/bin/uv',
      readOnlyInSecure: true,
      purpose: 'The package manager’s program.',
    },
    {
      name: 'userscripts',
      required: false,
      target: '/userscripts_dir',
      readOnlyInSecure: true,
      purpose: 'Scripts run at start.',
    },
    {
      name: 'user_script',
      required: false,
      target: '/comfy/mnt/user_script.bash',
      readOnlyInSecure: true,
      purpose: 'Runs last, with sudo.',
    },
    {
      name: 'postvenv_script',
      required: false,
      target: '/comfy/mnt/postvenv_script.bash',
      readOnlyInSecure: true,
      purpose: 'Runs once the packages are there, with sudo.',
    },
    {
      name: 'model_paths',
      required: false,
      target: '/etc/airlock/extra_model_paths.yaml',
      readOnlyInSecure: true,
      purpose: 'Tells ComfyUI where the models are.',
    },
  ],
  capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID', 'AUDIT_WRITE'],
  noNewPrivileges: false,
  readOnlyRoot: false,
  user: () => null,
  secureEnvironment: (profile) => ({
    WANTED_UID: String(profile.ids.uid),
    WANTED_GID: String(profile.ids.gid),
    BASE_DIRECTORY: '/basedir',
    NETWORK_MODE: 'offline',
    SECURITY_LEVEL: 'normal',
    DISABLE_UPGRADES: 'true',
    UPDATE_UV: 'false',
    USE_UV: profile.mounts['uv'] === undefined ? 'false' : 'true',
    ...(profile.torchLock === '' ? {} : { TORCH_LOCK: profile.torchLock }),
    COMFY_CMDLINE_EXTRA: extraFlags(profile.mounts['model_paths'] !== undefined, profile.flags).join(' '),
  }),
  command: () => null,
  containerPort: 8188,
  extraMounts: () => [],
  expectedFlags: (profile) => extraFlags(profile.mounts['model_paths'] !== undefined, profile.flags),
  reservedFlags: [...pageFlags, '--base-directory', '--extra-model-paths-config'],
  offlineVariable: { name: 'NETWORK_MODE', value: 'offline' },
  noUpgradesVariable: { name: 'DISABLE_UPGRADES', value: 'true' },
  torchLockVariable: 'TORCH_LOCK',
  cacheFolders: ['/usr/local/bin'],
  scripts: ['/comfy/mnt/user_script.bash', '/comfy/mnt/postvenv_script.bash', '/userscripts_dir'],
  failureMarks: ['!! ERROR:', '!! Exiting script'],
};

function extraFlags(hasModelPaths: boolean, flags: readonly string[]): string[] {
  const models = hasModelPaths ? ['--extra-model-paths-config', '/etc/airlock/extra_model_paths.yaml'] : [];
  return ['--offline', ...models, ...flags];
}
