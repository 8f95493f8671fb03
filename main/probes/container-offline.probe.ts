import type { ContainerFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import {
  aliveComfyUi,
  frozen,
  isComfyUiChange,
  nothingRuns,
  readOurs,
  recipeFor,
  showVariable,
  mayEnter,
  unsettled,
} from './session-containers.ts';

const logLines = 1_000;
/** What the Manager writes when it fetches its lists; reading them from disk looks different. */
const fetchLine = /FETCH ComfyRegistry Data|FETCH DATA from: https?:/u;

/** Was the Manager told to stay offline, did it hear it, and does it keep to it? */
export const containerOffline = probeOf({
  control: 'container.offline',
  timeoutMs: 5_000,
  concernedBy: isComfyUiChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = await readOurs(context, notes, (container) => showVariable(container, 'NETWORK_MODE'));
  const comfyui = aliveComfyUi(ours);
  if (comfyui === undefined) return nothingRuns;
  const wanted = recipeFor(comfyui, context).offlineVariable;
  if (wanted === null) return { verdict: 'not-applicable', summary: 'This recipe has no setting for it.' };
  if (comfyui.env[wanted.name] !== wanted.value) {
    const seen = comfyui.env[wanted.name] ?? 'not set';
    return { verdict: 'fail', summary: `${wanted.name} is ${seen} instead of ${wanted.value}.` };
  }
  const fetched = await readFetches(context, notes, comfyui);
  if (fetched !== undefined) return { verdict: 'fail', summary: `The Manager tried to fetch all the same: ${fetched}` };
  if (comfyui.state !== 'running') return frozen;
  if (!(await mayEnter(context, ours, comfyui))) return unsettled;
  const told = await readModes(context, notes, comfyui);
  const other = told.find((mode) => mode !== 'offline');
  if (other !== undefined) {
    return { verdict: 'fail', summary: `The Manager’s own settings say network_mode = ${other || '(nothing)'}.` };
  }
  if (told.length === 0) {
    return {
      verdict: 'pass',
      summary: 'Set to offline; no ComfyUI-Manager has settings here, and nothing was fetched.',
    };
  }
  return {
    verdict: 'pass',
    summary: 'Set to offline, the Manager’s own settings say so too, and nothing was fetched.',
  };
}

async function readFetches(
  { engine, signal }: ProbeContext,
  notes: Notes,
  comfyui: ContainerFacts,
): Promise<string | undefined> {
  const find = async (): Promise<string | undefined> => {
    const lines = await engine.logTail(comfyui.id, logLines, { signal });
    return lines.find((line) => fetchLine.test(line))?.trim();
  };
  const source = `docker logs --tail ${String(logLines)} ${comfyui.name} | grep FETCH`;
  return notes.read(source, find(), (line) => line ?? '(no such line)');
}

/** `network_mode` in each settings file the Manager has; none when it has no such file. */
async function readModes(context: ProbeContext, notes: Notes, comfyui: ContainerFacts): Promise<readonly string[]> {
  const asked = context.inside(comfyui);
  const source = `docker exec ${comfyui.name} cat …/config.ini (the Manager’s settings)`;
  const { settings, complaints } = await notes.read(
    source,
    asked,
    (view) => view.settings.join('\n') || '(no such file)',
  );
  const unread = complaints
    .split('\n')
    .find((line) => line.includes('config.ini') && line.includes('Permission denied'));
  if (unread !== undefined) throw new Error(`the Manager’s settings could not be read: ${unread}`);
  // A file without the key counts as one that says nothing.
  return settings.map((text) => /^[^\S\n]*network_mode[^\S\n]*=[^\S\n]*(.*?)\s*$/mu.exec(text)?.[1] ?? '');
}
