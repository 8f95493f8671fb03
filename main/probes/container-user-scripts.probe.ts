import type { ContainerFacts, MountFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { aliveComfyUi, isComfyUiChange, nothingRuns, readOurs, recipeFor } from './session-containers.ts';

/** Are the scripts that run at start the approved ones, and out of reach of the nodes? */
export const containerUserScripts = probeOf({
  control: 'container.user-scripts',
  timeoutMs: 5_000,
  concernedBy: isComfyUiChange,
  look,
});

interface MountedScript {
  readonly path: string;
  readonly mount: MountFacts;
}

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const comfyui = aliveComfyUi(await readOurs(context, notes, showMounts));
  const recipe = comfyui === undefined ? context.recipe : recipeFor(comfyui, context);
  if (recipe.scripts.length === 0) {
    return { verdict: 'not-applicable', summary: 'This recipe runs no scripts of yours at start.' };
  }
  if (comfyui === undefined) return nothingRuns;
  const mounted = recipe.scripts.flatMap((path): MountedScript[] => {
    const mount = comfyui.mounts.find(({ target }) => target === path);
    return mount === undefined ? [] : [{ path, mount }];
  });
  const writable = mounted.filter(({ mount }) => !mount.readOnly).map(({ path }) => path);
  if (writable.length > 0) return { verdict: 'fail', summary: `Nodes can change ${writable.join(', ')}.` };
  const unmounted = recipe.scripts.filter((path) => !mounted.some((script) => script.path === path));
  const planted = await readPlanted(context, notes, comfyui, unmounted);
  if (planted.length > 0) {
    return { verdict: 'fail', summary: `Runs at start, and nodes can change it: ${planted.join(', ')}.` };
  }
  return compare(context, notes, mounted);
}

/** Scripts that are there without being mounted: ComfyUI itself, or a node, put them there. */
async function readPlanted(
  { engine, signal }: ProbeContext,
  notes: Notes,
  comfyui: ContainerFacts,
  paths: readonly string[],
): Promise<readonly string[]> {
  const asked = Promise.all(paths.map((path) => engine.pathExists(comfyui.id, path, { signal })));
  const found = await notes.read(`docker cp ${comfyui.name}:PATH - (is it there?)`, asked, (all) =>
    paths.map((path, at) => `${path}: ${all[at] === true ? 'there' : 'not there'}`).join('\n'),
  );
  return paths.filter((_, at) => found[at] === true);
}

async function compare(context: ProbeContext, notes: Notes, mounted: readonly MountedScript[]): Promise<Answer> {
  if (mounted.length === 0) {
    return { verdict: 'pass', summary: 'No script of yours runs at start.' };
  }
  const states = await Promise.all(mounted.map((script) => readScript(context, notes, script)));
  const those = (state: (typeof states)[number]): string =>
    mounted
      .filter((_, at) => states[at] === state)
      .map(({ mount }) => mount.source)
      .join(', ');
  if (those('changed') !== '') {
    const summary = `Changed since it was approved: ${those('changed')}. Read it before you approve it again.`;
    return { verdict: 'fail', summary, remedies: ['container.approve-scripts'] };
  }
  if (those('never-approved') !== '') {
    const summary = `Not approved yet: ${those('never-approved')}.`;
    return { verdict: 'warn', summary, remedies: ['container.approve-scripts'] };
  }
  if (those('unseen') !== '') {
    return { verdict: 'unknown', summary: `Cannot be read from here: ${those('unseen')}.` };
  }
  if (those('not-executable') !== '') {
    return { verdict: 'warn', summary: `Approved, but it lacks the right to be executed: ${those('not-executable')}.` };
  }
  return { verdict: 'pass', summary: `${String(mounted.length)} approved, unchanged, and read-only for ComfyUI.` };
}

async function readScript(
  { scripts }: ProbeContext,
  notes: Notes,
  { mount }: MountedScript,
): Promise<'good' | 'changed' | 'never-approved' | 'unseen' | 'not-executable'> {
  const asked = Promise.all([scripts.look(mount.source), scripts.approvedHash(mount.source)]);
  const [state, approved] = await notes.read(`sha256sum ${mount.source}; approved-scripts.json`, asked, (read) =>
    [
      read[0] === null ? '(no such file)' : `${read[0].hash} x=${String(read[0].executable)}`,
      read[1] ?? '(not approved)',
    ].join('\n'),
  );
  if (state === null) return 'unseen';
  if (approved === null) return 'never-approved';
  if (approved !== state.hash) return 'changed';
  return state.executable ? 'good' : 'not-executable';
}

function showMounts({ mounts }: ContainerFacts): string {
  const shown = mounts.map(({ source, target, readOnly }) => `${source} → ${target} ${readOnly ? 'ro' : 'rw'}`);
  return shown.join(', ') || '(no mounts)';
}
