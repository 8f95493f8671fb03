import type { Finished } from '../docker/engine.ts';
import type { PracticeContainer } from './practice-container.ts';
import type { PracticePc } from './practice-pc.ts';
import { failed } from './practice-tools.ts';

const managerSettings = '/__manager/config.ini';
const installedTorch = 'torch==2.9.1+cu130 torchvision==0.24.1+cu130 torchaudio==2.9.1+cu130';

/** What the few programs that probes run inside ComfyUI's container would answer; null for any other. */
export function answerInside(
  container: PracticeContainer,
  command: readonly string[],
  pc: PracticePc,
): Finished | null {
  const [program, ...rest] = command;
  switch (program) {
    case 'cat':
      return catSettings(rest, pc);
    case 'ls':
      return said(`total 4\n-rw-r--r-- 1 ${owner(container, pc)} 1048576 Jan  1 12:00 ComfyUI_00001_.png\n`);
    case 'find':
      return said(torchFolders(container));
    case 'touch':
      if (pc.isBroken('container.cache-readonly')) return said('');
      return failed(rest.map((file) => `touch: cannot touch '${file}': Read-only file system`).join('\n'));
    case 'rm':
      return said('');
    default:
      return null;
  }
}

/** One of the places has them, as on a real PC. */
function catSettings(paths: readonly string[], pc: PracticePc): Finished {
  const missing = paths.filter((path) => !path.endsWith(managerSettings));
  const stderr = missing.map((path) => `cat: ${path}: No such file or directory`).join('\n');
  const stdout = missing.length < paths.length ? settings(pc) : '';
  return { exitCode: missing.length === 0 ? 0 : 1, stdout, stderr };
}

function settings(pc: PracticePc): string {
  return `[default]\nnetwork_mode = ${pc.isBroken('container.offline') ? 'public' : 'offline'}\nsecurity_level = normal\n`;
}

function owner(container: PracticeContainer, pc: PracticePc): string {
  const { WANTED_UID = '0', WANTED_GID = '0' } = container.spec.env;
  return pc.isBroken('container.wanted-ids') ? '0 0' : `${WANTED_UID} ${WANTED_GID}`;
}

/** Whatever it is pinned to is what is installed. */
function torchFolders(container: PracticeContainer): string {
  const lock = container.spec.env['TORCH_LOCK'] ?? installedTorch;
  const packs = [...lock.matchAll(/([\w-]+)==([^\s,]+)/gu)];
  return packs
    .map(([, name, version]) => `/comfy/mnt/venv/lib/python3.12/site-packages/${name}-${version}.dist-info\n`)
    .join('');
}

function said(stdout: string): Finished {
  return { exitCode: 0, stdout, stderr: '' };
}
