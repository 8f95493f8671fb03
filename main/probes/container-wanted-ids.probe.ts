import type { ContainerFacts, ProcessFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import {
  aliveComfyUi,
  isComfyUiChange,
  nothingRuns,
  readOurs,
  recipeFor,
  showVariable,
  mayEnter,
} from './session-containers.ts';

/** ComfyUI's own program, whatever starts it. */
const comfyUiProgram = /(?:^|[\s/])main\.py(?:\s|$)/u;

/** Does ComfyUI run as the wanted user, by its settings, its processes, and what it writes? */
export const containerWantedIds = probeOf({
  control: 'container.wanted-ids',
  timeoutMs: 5_000,
  concernedBy: isComfyUiChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = await readOurs(context, notes, showIds);
  const comfyui = aliveComfyUi(ours);
  if (comfyui === undefined) return nothingRuns;
  const { uid, gid } = context.profile.ids;
  const asked = recipeFor(comfyui, context).secureEnvironment(context.profile);
  const wrong = ['WANTED_UID', 'WANTED_GID'].filter((name) => comfyui.env[name] !== asked[name]);
  if (wrong.length > 0) {
    const shown = wrong.map((name) => `${name} is ${comfyui.env[name] ?? 'not set'} instead of ${asked[name] ?? '?'}`);
    return { verdict: 'fail', summary: `${shown.join(', ')}.` };
  }
  const [processes, writer] = await Promise.all([
    readProcesses(context, notes, comfyui),
    readNewestOwner(context, notes, ours, comfyui),
  ]);
  const foreign = processes.filter((process) => process.uid !== uid);
  const first = foreign[0];
  if (processes.length === 0) return { verdict: 'unknown', summary: 'No process of ComfyUI can be seen.' };
  if (first !== undefined) {
    return { verdict: 'fail', summary: `ComfyUI runs as uid ${String(first.uid)} instead of ${String(uid)}.` };
  }
  if (writer !== null && writer !== uid) {
    return {
      verdict: 'warn',
      summary: `It runs as uid ${String(uid)}, but its newest file belongs to ${String(writer)}.`,
    };
  }
  return { verdict: 'pass', summary: `ComfyUI runs as ${String(uid)}:${String(gid)}, as wanted.` };
}

/** ComfyUI's processes; every process when it cannot be told which they are. Start scripts may need other users. */
async function readProcesses(
  { engine, signal }: ProbeContext,
  notes: Notes,
  comfyui: ContainerFacts,
): Promise<readonly ProcessFacts[]> {
  const source = `docker top ${comfyui.name} -eo pid,uid,args`;
  const all = await notes.read(source, engine.processes(comfyui.id, { signal }), (processes) =>
    processes.map(({ pid, uid, command }) => `${String(pid)} ${String(uid)} ${command}`).join('\n'),
  );
  const own = all.filter(({ command }) => comfyUiProgram.test(command) && !command.startsWith('sudo '));
  return own.length > 0 ? own : all;
}

/** Owner of the newest file ComfyUI has made; null when there is none or it cannot be seen. */
async function readNewestOwner(
  context: ProbeContext,
  notes: Notes,
  ours: readonly ContainerFacts[],
  comfyui: ContainerFacts,
): Promise<number | null> {
  if (!(await mayEnter(context, ours, comfyui))) return null;
  const asked = context.inside(comfyui);
  const source = `docker exec ${comfyui.name} find (newest file of this session)`;
  const view = await notes
    .read(source, asked, ({ newest }) =>
      newest === null ? '(none yet)' : `${newest.path} of uid ${String(newest.uid)}`,
    )
    .catch(() => null);
  return view?.newest?.uid ?? null;
}

function showIds(container: ContainerFacts): string {
  const variables = ['WANTED_UID', 'WANTED_GID'].map((name) => showVariable(container, name));
  return [`user ${container.user || '(image’s own)'}`, ...variables].join(', ');
}
