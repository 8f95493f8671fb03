import type { ContainerFacts } from '../docker/engine.ts';
import type { Attempt, InsideView } from './inside-view.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import {
  aliveComfyUi,
  frozen,
  isComfyUiChange,
  nothingRuns,
  readOurs,
  recipeFor,
  mayEnter,
  unsettled,
} from './session-containers.ts';

/** What a write to these folders met. */
type Attempts = InsideView['attempts'];

/** Do the folders that decide what runs next time refuse a write by the running user? */
export const containerCacheReadonly = probeOf({
  control: 'container.cache-readonly',
  timeoutMs: 6_000,
  concernedBy: isComfyUiChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = await readOurs(context, notes, showMounts);
  const comfyui = aliveComfyUi(ours);
  if (comfyui === undefined) return nothingRuns;
  const recipe = recipeFor(comfyui, context);
  const writable = recipe.folders.filter(
    ({ target, readOnlyInSecure }) =>
      readOnlyInSecure && comfyui.mounts.some((mount) => mount.target === target && !mount.readOnly),
  );
  if (writable.length > 0) {
    return { verdict: 'fail', summary: `Mounted writable: ${writable.map(({ target }) => target).join(', ')}.` };
  }
  if (recipe.cacheFolders.length === 0) {
    return { verdict: 'not-applicable', summary: 'This recipe has no such folder.' };
  }
  if (comfyui.state !== 'running') return frozen;
  if (!(await mayEnter(context, ours, comfyui))) return unsettled;
  const { attempts } = await notes.read(
    `docker exec ${comfyui.name} touch FOLDER/… (as ComfyUI’s user)`,
    context.inside(comfyui),
    (view) => view.attempts.map(({ folder, attempt }) => `${folder}: ${attempt}`).join('\n'),
  );
  return judge(attempts);
}

function judge(attempts: Attempts): Answer {
  const those = (...kinds: readonly Attempt[]): string =>
    attempts
      .filter(({ attempt }) => kinds.includes(attempt))
      .map(({ folder }) => folder)
      .join(', ');
  if (those('written') !== '') return { verdict: 'fail', summary: `ComfyUI’s user can write to ${those('written')}.` };
  if (those('unclear') !== '') {
    return { verdict: 'unknown', summary: `It is not clear whether ${those('unclear')} can be written to.` };
  }
  if (those('read-only') === '' && those('no-permission') === '') {
    return { verdict: 'unknown', summary: `None of the folders is there: ${those('not-there')}.` };
  }
  if (those('no-permission') !== '') {
    return {
      verdict: 'warn',
      summary: `${those('no-permission')} refused a write, but only because of its owner: with more rights it could be written to.`,
    };
  }
  return { verdict: 'pass', summary: `Read-only, and a write was refused: ${those('read-only')}.` };
}

function showMounts({ readOnlyRoot, mounts }: ContainerFacts): string {
  const shown = mounts.map(({ target, kind, readOnly }) => `${target} (${kind}, ${readOnly ? 'ro' : 'rw'})`);
  return [`root ${readOnlyRoot ? 'ro' : 'rw'}`, ...shown].join(', ');
}
