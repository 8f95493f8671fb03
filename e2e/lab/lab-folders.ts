import { mkdirSync, mkdtempSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** All throw-away folders of labs start like this. On disk, because an engine's data would fill a memory file system. */
export const runParent = '/var/tmp';
export const runPrefix = 'airlock-lab-';

/** What survives between labs: the root file system of the images, and prepared engine data. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const folder = path.join(base, 'airlock-lab');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A fresh folder for one lab; its last part is also the name of the lab's cgroup. */
export function makeRunFolder(): string {
  return mkdtempSync(path.join(runParent, runPrefix));
}

export const repositoryRoot = path.resolve(import.meta.dirname, '../..');

/** The parts of one lab's folder. */
export function runPaths(runFolder: string) {
  return {
    data: path.join(runFolder, 'data'),
    exec: path.join(runFolder, 'exec'),
    socket: path.join(runFolder, 'docker.sock'),
    home: path.join(runFolder, 'home'),
    comfyui: path.join(runFolder, 'comfyui'),
    seen: path.join(runFolder, 'seen'),
    logs: path.join(runFolder, 'logs'),
    programs: path.join(runFolder, 'bin'),
    owner: path.join(runFolder, 'owner.json'),
  } as const;
}
