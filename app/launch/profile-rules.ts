import type { Recipe } from '../recipes/recipe.ts';
import { inShort, type Complaint } from './describe-issue.ts';
import type { Profile } from './profile.ts';

/** Folders of the engine's machine through which a container gets at the engine, at other programs, or at everything. */
const neverMounted = ['/', '/dev', '/etc', '/proc', '/run', '/sys', '/var', '/var/run', '/var/lib/docker'];
const engineSocket = /\/(?:docker|containerd|podman|dockerd)\.sock$/u;
const absolute = /^(?:\/|[A-Za-z]:[\\/])/u;

/** What the schema cannot see of the mounts: names are the recipe's, paths must be whole, and none may be a way out. */
export function complainAboutMounts(profile: Profile, recipe: Recipe): readonly Complaint[] {
  const known = recipe.folders.map((folder) => folder.name);
  const named = Object.entries(profile.mounts);
  return named.flatMap(([name, path], index) => {
    const field = `mounts.${name}`;
    if (!known.includes(name)) {
      const expected = `one of the folders of recipe ${recipe.id}: ${known.join(', ')}`;
      return [{ field, expected, found: inShort(name) }];
    }
    const twin = named.slice(0, index).find(([, other]) => clean(other) === clean(path));
    const expected = twin === undefined ? expectedOf(path) : `a folder of its own, not that of "${twin[0]}"`;
    return expected === null ? [] : [{ field, expected, found: inShort(path) }];
  });
}

/** What is wrong with a path; null when nothing is. */
function expectedOf(path: string): string | null {
  if (!absolute.test(path)) return 'an absolute path, as the engine sees it';
  if (/\p{Cc}/u.test(path)) return 'a path without control characters';
  if (path.split(/[\\/]/u).includes('..')) return 'a path without ".."';
  const plain = clean(path);
  if (neverMounted.includes(plain) || engineSocket.test(plain))
    return 'a folder that gives no way out of the container';
  return null;
}

function clean(path: string): string {
  const plain = path.replace(/\/(?:\.?\/)*/gu, '/').replace(/\/\.?$/u, '');
  return plain === '' ? '/' : plain;
}

/**
 * Flags that are the recipe's own business. ComfyUI also takes `--flag=value` and any unambiguous beginning of a flag,
 * so a beginning counts as the flag.
 */
export function complainAboutFlags(profile: Profile, recipe: Recipe): readonly Complaint[] {
  return profile.flags.flatMap((flag, index) => {
    const [name = ''] = flag.split('=');
    const reserved = name.startsWith('--') && recipe.reservedFlags.find((own) => name !== '--' && own.startsWith(name));
    if (typeof reserved !== 'string') return [];
    const expected = `no ${reserved}: recipe ${recipe.id} decides it`;
    return [{ field: `flags[${String(index)}]`, expected, found: inShort(flag) }];
  });
}
