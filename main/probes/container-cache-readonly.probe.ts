import type { ContainerFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { aliveComfyUi, frozen, isSessionChange, nothingRuns, readOurs, recipeFor } from './session-containers.ts';

const testFile = '.airlock-write-test';

/** How a folder answered to an attempt to write to it. */
type Attempt = 'read-only' | 'no-permission' | 'written' | 'not-there' | 'unclear';

/** Do the folders that decide what runs next time refuse a write by the running user? */
export const containerCacheReadonly = probeOf({
  control: 'container.cache-readonly',
  timeoutMs: 6_000,
  concernedBy: isSessionChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const comfyui = aliveComfyUi(await readOurs(context, notes, showMounts));
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
  const attempts = await Promise.all(
    recipe.cacheFolders.map(async (folder) => ({ folder, attempt: await tryToWrite(context, notes, comfyui, folder) })),
  );
  return judge(attempts);
}

function judge(attempts: readonly { readonly folder: string; readonly attempt: Attempt }[]): Answer {
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

/** Really tries, as the user ComfyUI runs as; what should never be made is taken away again. */
async function tryToWrite(
  { engine, profile, signal }: ProbeContext,
  notes: Notes,
  comfyui: ContainerFacts,
  folder: string,
): Promise<Attempt> {
  const user = `${String(profile.ids.uid)}:${String(profile.ids.gid)}`;
  const file = `${folder}/${testFile}`;
  const asked = engine.exec(comfyui.id, ['touch', file], { signal, user });
  const source = `docker exec --user ${user} ${comfyui.name} touch ${file}`;
  const { exitCode, stderr } = await notes.read(source, asked, (finished) =>
    finished.exitCode === 0 ? '(written)' : finished.stderr || `exit code ${String(finished.exitCode)}`,
  );
  if (exitCode === 0) {
    await engine.exec(comfyui.id, ['rm', '-f', file], { signal, user });
    return 'written';
  }
  if (stderr.includes('Read-only file system')) return 'read-only';
  if (stderr.includes('Permission denied')) return 'no-permission';
  return stderr.includes('No such file') ? 'not-there' : 'unclear';
}

function showMounts({ readOnlyRoot, mounts }: ContainerFacts): string {
  const shown = mounts.map(({ target, kind, readOnly }) => `${target} (${kind}, ${readOnly ? 'ro' : 'rw'})`);
  return [`root ${readOnlyRoot ? 'ro' : 'rw'}`, ...shown].join(', ');
}
