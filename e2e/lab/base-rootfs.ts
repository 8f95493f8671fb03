import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, runParent } from './lab-folders.ts';
import { runTool, say } from './run-tool.ts';

/** What the root file system of the lab's images is made of. Change it and the next lab makes a new one. */
const recipe = {
  version: 2,
  suite: 'bookworm',
  packages: ['python3', 'iptables', 'nftables', 'conntrack', 'socat', 'iproute2', 'ca-certificates'],
  removed: ['var/cache/apt/archives', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale'],
} as const;

/** Changes when the root file system does. */
export function baseKey(): string {
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16);
}

/** The path of the root file system as a tar, made with debootstrap when it is not in the cache yet (about 40 s). */
export function provideBaseTar(): string {
  const tar = path.join(cacheFolder(), `base-${baseKey()}.tar`);
  if (existsSync(tar)) return tar;
  say('making the root file system of its images; only the first lab does this (about 40 s)');
  const work = mkdtempSync(path.join(runParent, 'airlock-base-'));
  try {
    const root = path.join(work, 'root');
    const include = `--include=${recipe.packages.join(',')}`;
    runTool('debootstrap', ['--variant=minbase', include, recipe.suite, root, ...mirror()]);
    for (const folder of recipe.removed) rmSync(path.join(root, folder), { recursive: true, force: true });
    const made = path.join(work, 'base.tar');
    runTool('tar', ['--numeric-owner', '-C', root, '-cf', made, '.']);
    runTool('mv', [made, `${tar}.new`]);
    renameSync(`${tar}.new`, tar);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return tar;
}

/** The mirror this machine's own apt uses, if it is a Debian; else debootstrap's default. */
function mirror(): readonly string[] {
  const folder = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(existsSync(folder) ? readdirSync(folder).map((f) => path.join(folder, f)) : []),
  ];
  for (const file of files) {
    if (!existsSync(file)) continue;
    const found = /^(?:deb .*?|URIs:\s*)(https?:\/\/\S+\/debian\/?)(?:\s|$)/mu.exec(readFileSync(file, 'utf8'));
    if (found?.[1] !== undefined) return [found[1]];
  }
  return [];
}
