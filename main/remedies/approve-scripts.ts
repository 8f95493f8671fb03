import * as z from 'zod/mini';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { recipeOf } from '../../app/recipes/recipes.ts';
import { done, undoable, type RemedyDeps } from './remedy-action.ts';

/** Path on this PC → the hash it was approved with before; null when it never was. */
const approvedBefore = z.record(z.string(), z.nullable(z.string()));

/** Remembers the start scripts as they are now: from here on, a change shows. */
export const approveScripts = undoable({
  id: 'container.approve-scripts',
  plan: async (deps) => {
    const found = await findScripts(deps);
    return [...found].map(([source, hash]) => `Approve ${source} with SHA-256 ${hash}`);
  },
  run: async (deps) => {
    const found = await findScripts(deps);
    if (found.size === 0) {
      throw new AirlockError({
        code: 'mount-missing',
        message: 'No start script was found that could be approved.',
        next: 'Name them under "mounts" in profile.json, by the folder names of the recipe.',
      });
    }
    const before = await approvedHashes(deps, [...found.keys()]);
    await deps.scripts.approve(Object.fromEntries(found));
    const shown = [...found].map(([source, hash]) => `${source} (${hash.slice(0, 12)})`).join(', ');
    await deps.log.append('scripts.approved', `Start scripts approved: ${shown}.`);
    return { kind: 'done', undo: before };
  },
  undoData: approvedBefore,
  planUndo: (_deps, before) =>
    Promise.resolve(
      Object.entries(before).map(([source, hash]) =>
        hash === null ? `No longer approve ${source}` : `Approve ${source} with SHA-256 ${hash} again`,
      ),
    ),
  undo: async ({ scripts }, before) => {
    await scripts.approve(before);
    return done;
  },
});

/** Path on this PC → hash of what lies there now, for every script the profile mounts. */
async function findScripts({ profile, scripts }: RemedyDeps): Promise<ReadonlyMap<string, string>> {
  const recipe = recipeOf(profile.recipe);
  const sources = recipe.folders
    .filter(({ target }) => recipe.scripts.includes(target))
    .map(({ name }) => profile.mounts[name])
    .filter((source) => source !== undefined);
  const states = await Promise.all(sources.map(async (source) => ({ source, state: await scripts.look(source) })));
  return new Map(states.flatMap(({ source, state }) => (state === null ? [] : [[source, state.hash] as const])));
}

async function approvedHashes(
  { scripts }: RemedyDeps,
  sources: readonly string[],
): Promise<Readonly<Record<string, string | null>>> {
  const hashes = await Promise.all(
    sources.map(async (source) => [source, await scripts.approvedHash(source)] as const),
  );
  return Object.fromEntries(hashes);
}
