import { label } from '../../app/launch/labels.ts';
import { recipeOf } from '../../app/recipes/recipes.ts';
import type { Finished } from '../docker/engine.ts';
import type { PracticeContainer } from './practice-container.ts';
import type { PracticePc } from './practice-pc.ts';

const managerSettings = '/__manager/config.ini';
const installedTorch = 'torch==2.9.1+cu130 torchvision==0.24.1+cu130 torchaudio==2.9.1+cu130';

/** What the few programs that probes run inside ComfyUI's container would answer; null for any other. */
export function answerInside(
  container: PracticeContainer,
  command: readonly string[],
  pc: PracticePc,
): Finished | null {
  if (command[0] === 'rm') return { exitCode: 0, stdout: '', stderr: '' };
  if (command[0] !== 'find') return null;
  const { lines, complaints } = writeAttempts(container, pc);
  const found = [...torchFolders(container), newestFile(container, pc), ...settings(command, pc), ...lines];
  // As on a real PC, some of the places to look in are not there.
  return { exitCode: 1, stdout: `${found.join('\n')}\n`, stderr: complaints.join('\n') };
}

/** Whatever it is pinned to is what is installed. */
function torchFolders(container: PracticeContainer): readonly string[] {
  const lock = container.spec.env['TORCH_LOCK'] ?? installedTorch;
  const packs = [...lock.matchAll(/([\w-]+)==([^\s,]+)/gu)];
  return packs.map(([, name = '', version = '']) => `torch ${name}-${version}.dist-info`);
}

function newestFile(container: PracticeContainer, pc: PracticePc): string {
  const uid = pc.isBroken('container.wanted-ids') ? '0' : (container.spec.env['WANTED_UID'] ?? '0');
  return `file ${String(Date.now() / 1000)} ${uid} /basedir/output/ComfyUI_00001_.png`;
}

function settings(command: readonly string[], pc: PracticePc): readonly string[] {
  const file = command.find((word) => word.endsWith(managerSettings));
  if (file === undefined) return [];
  return [`settings ${file}`, '[default]', `network_mode = ${pc.isBroken('container.offline') ? 'public' : 'offline'}`];
}

function writeAttempts(
  container: PracticeContainer,
  pc: PracticePc,
): { readonly lines: readonly string[]; readonly complaints: readonly string[] } {
  const folders = recipeOf(container.spec.labels[label.recipe] === 'plain' ? 'plain' : 'mmartial').cacheFolders;
  const tried = folders.map((folder) => `trying ${folder}`);
  if (pc.isBroken('container.cache-readonly')) {
    return { lines: [...tried, ...folders.map((folder) => `written ${folder}`)], complaints: [] };
  }
  const refuse = (folder: string): string =>
    `touch: cannot touch '${folder}/.airlock-write-test': Read-only file system`;
  return { lines: tried, complaints: folders.map(refuse) };
}
