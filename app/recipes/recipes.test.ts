import { describe, expect, it } from 'vitest';
import { planSecure } from '../launch/launch-plan.ts';
import { profileSchema, type Profile } from '../launch/profile.ts';
import { recipeOf } from './recipes.ts';

function profileWith(fields: object): Profile {
  return profileSchema.parse({ version: 1, ...fields });
}

describe.each(['mmartial', 'plain'] as const)('recipe %s', (id) => {
  const recipe = recipeOf(id);

  it('has folders of different names and targets', () => {
    expect(recipe.id).toBe(id);
    expect(new Set(recipe.folders.map((folder) => folder.name)).size).toBe(recipe.folders.length);
    expect(new Set(recipe.folders.map((folder) => folder.target)).size).toBe(recipe.folders.length);
  });

  it('keeps models and scripts read-only', () => {
    const names = ['models', 'custom_nodes', 'uv', 'userscripts', 'user_script', 'postvenv_script'];
    for (const folder of recipe.folders)
      expect(folder.readOnlyInSecure, folder.name).toBe(names.includes(folder.name) || folder.name === 'model_paths');
  });

  it('locks torch only when the profile says to what', () => {
    expect(recipe.secureEnvironment(profileWith({}))).not.toHaveProperty('TORCH_LOCK');
    expect(recipe.secureEnvironment(profileWith({ torchLock: 'torch==2.9.1' }))).toMatchObject({
      TORCH_LOCK: 'torch==2.9.1',
    });
  });

  it('asks for the flags it expects to find, the user’s among them', () => {
    const profile = profileWith({ flags: ['--lowvram'] });
    const given = [...(recipe.command(profile) ?? []), recipe.secureEnvironment(profile)['COMFY_CMDLINE_EXTRA'] ?? ''];
    expect(recipe.expectedFlags(profile)).toEqual(expect.arrayContaining(['--offline', '--lowvram']));
    for (const flag of recipe.expectedFlags(profile)) expect(given.join(' ')).toContain(flag);
  });
});

describe('recipe mmartial', () => {
  const recipe = recipeOf('mmartial');

  it('has no read-only mount below the home that its start script takes over', () => {
    for (const { target } of recipe.folders) expect(target.startsWith('/home/comfy')).toBe(false);
  });

  it('can change ids with sudo, and never fetches its package manager anew', () => {
    expect(recipe.capabilities).toEqual(
      expect.arrayContaining(['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID']),
    );
    expect(recipe.noNewPrivileges).toBe(false);
    expect(recipe.secureEnvironment(profileWith({}))['UPDATE_UV']).toBe('false');
  });

  it('tells ComfyUI where the models are once it is given the file that says so', () => {
    const profile = profileWith({ mounts: { model_paths: '/srv/paths.yaml' } });
    const extra = recipe.secureEnvironment(profile)['COMFY_CMDLINE_EXTRA'];
    expect(extra).toBe('--offline --extra-model-paths-config /etc/airlock/extra_model_paths.yaml');
  });
});

describe('recipe plain', () => {
  it('runs as the wanted user in the tightest box, with memory in place of folders that are not mounted', () => {
    const profile = profileWith({ recipe: 'plain', ids: { uid: 1234, gid: 5678 }, mounts: { output: '/srv/out' } });
    const session = {
      id: 's',
      mode: 'secure',
      wall: 'bridge',
      planHash: '',
      recipe: 'plain',
      port: 8188,
      startedAt: '',
    } as const;
    const { comfyui } = planSecure(profile, recipeOf('plain'), { comfyui: 'sha256:c', tools: 'sha256:t' }, session);
    expect(comfyui).toMatchObject({ user: '1234:5678', readOnlyRoot: true, noNewPrivileges: true, capAdd: [] });
    expect(comfyui.command?.slice(0, 4)).toEqual(['--listen', '0.0.0.0', '--port', '8188']);
    const kinds = new Map(comfyui.mounts.map((mount) => [mount.target, mount.kind]));
    expect(kinds.get('/comfyui/output')).toBe('bind');
    for (const name of ['user', 'temp', 'input']) expect(kinds.get(`/comfyui/${name}`)).toBe('tmpfs');
    expect(new Set(comfyui.mounts.map((mount) => mount.target)).size).toBe(comfyui.mounts.length);
  });
});
