import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { baseKey } from './base-rootfs.ts';
import { labImages } from './lab-addresses.ts';
import { cacheFolder, repositoryRoot, runPaths } from './lab-folders.ts';
import { runTool } from './run-tool.ts';

/** Prepared templates that are kept; older ones go when a new one is made. */
const keptTemplates = 4;
/** Parts of the engine's data that are never changed in place once written, so that labs can share them. */
const shared = ['overlay2', 'image'];

const imageSources = [
  { tag: labImages.tools, folder: path.join(repositoryRoot, 'assets/tools') },
  { tag: labImages.comfyui, folder: path.join(repositoryRoot, 'e2e/standin') },
] as const;

/** Changes when anything changes that the lab's images are made of. */
export function templateKey(): string {
  const hash = createHash('sha256').update(baseKey());
  for (const { tag, folder } of imageSources) hash.update(tag).update(hashOf(folder));
  return hash.digest('hex').slice(0, 16);
}

/** Engine data with both images in it. */
export function templateFolder(key: string): string {
  return path.join(cacheFolder(), `engine-${key}`);
}

/** Copies a template; what cannot change is linked, so this takes a fraction of a second on one file system. */
export function copyTemplate(template: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(template)) {
    const from = path.join(template, entry);
    if (shared.includes(entry) && isSameFileSystem(template, target)) runTool('cp', ['-al', from, target]);
    else runTool('cp', ['-a', '--reflink=auto', from, target]);
  }
}

/** Imports the root file system into the engine at DOCKER_HOST. */
export function importBase(runFolder: string, baseTar: string): void {
  runTool('docker', ['import', baseTar, labImages.base], { env: engineEnv(runFolder) });
}

/** Builds the tools image and the stand-in, without any network. */
export function buildImages(runFolder: string): void {
  const env = { ...engineEnv(runFolder), DOCKER_BUILDKIT: '0' };
  for (const { tag, folder } of imageSources) {
    const args = ['build', '--network', 'none', '--build-arg', `BASE=${labImages.base}`, '-t', tag, folder];
    runTool('docker', args, { env });
  }
}

/** Removes all but the newest templates. */
export function removeOldTemplates(): void {
  const folders = readdirSync(cacheFolder())
    .filter((name) => /^engine-[0-9a-f]{16}$/u.test(name) && name !== `engine-${baseKey()}`)
    .map((name) => path.join(cacheFolder(), name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const folder of folders.slice(keptTemplates)) rmSync(folder, { recursive: true, force: true });
}

function engineEnv(runFolder: string): NodeJS.ProcessEnv {
  return { ...process.env, DOCKER_HOST: `unix://${runPaths(runFolder).socket}` };
}

function isSameFileSystem(one: string, other: string): boolean {
  return statSync(one).dev === statSync(other).dev;
}

function hashOf(folder: string): string {
  if (!existsSync(folder)) return '';
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(path.relative(folder, file)).update(readFileSync(file));
  return hash.digest('hex');
}
