import type { ContainerFacts, Finished } from '../docker/engine.ts';
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

const testFile = '.airlock-write-test';

/** How a folder answered to an attempt to write to it. */
type Attempt = 'read-only' | 'no-permission' | 'written' | 'not-there' | 'unclear';

interface FolderAttempt {
  readonly folder: string;
  readonly attempt: Attempt;
}

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
  return judge(await tryToWrite(context, notes, comfyui, recipe.cacheFolders));
}

function judge(attempts: readonly FolderAttempt[]): Answer {
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

/** Really tries, as the user ComfyUI runs as; what should never have been made is taken away again. */
async function tryToWrite(
  { engine, profile, signal }: ProbeContext,
  notes: Notes,
  comfyui: ContainerFacts,
  folders: readonly string[],
): Promise<readonly FolderAttempt[]> {
  const user = `${String(profile.ids.uid)}:${String(profile.ids.gid)}`;
  const command = ['touch', ...folders.map((folder) => `${folder}/${testFile}`)];
  const asked = engine.exec(comfyui.id, command, { signal, user });
  const source = `docker exec --user ${user} ${comfyui.name} ${command.join(' ')}`;
  const finished = await notes.read(source, asked, ({ exitCode, stderr }) =>
    [exitCode === 0 ? '(all written)' : `exit code ${String(exitCode)}`, stderr].join('\n'),
  );
  const attempts = folders.map((folder) => ({ folder, attempt: attemptOf(folder, finished) }));
  const written = attempts.filter(({ attempt }) => attempt === 'written').map(({ folder }) => `${folder}/${testFile}`);
  if (written.length > 0) await engine.exec(comfyui.id, ['rm', '-f', ...written], { signal, user });
  return attempts;
}

/** `touch` goes on after a refusal and names each file it could not make; any other exit code means it did not run. */
function attemptOf(folder: string, { exitCode, stderr }: Finished): Attempt {
  const refusal = stderr.split('\n').find((line) => line.includes(`${folder}/${testFile}`));
  if (exitCode > 1 || exitCode < 0) return 'unclear';
  if (refusal === undefined) return exitCode === 0 || stderr.includes(testFile) ? 'written' : 'unclear';
  if (refusal.includes('Read-only file system')) return 'read-only';
  if (refusal.includes('Permission denied')) return 'no-permission';
  return refusal.includes('No such file') ? 'not-there' : 'unclear';
}

function showMounts({ readOnlyRoot, mounts }: ContainerFacts): string {
  const shown = mounts.map(({ target, kind, readOnly }) => `${target} (${kind}, ${readOnly ? 'ro' : 'rw'})`);
  return [`root ${readOnlyRoot ? 'ro' : 'rw'}`, ...shown].join(', ');
}
