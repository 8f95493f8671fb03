import type { ContainerFacts } from '../docker/engine.ts';
import { managerSettings } from './inside-paths.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import {
  aliveComfyUi,
  frozen,
  isSessionChange,
  nothingRuns,
  readOurs,
  recipeFor,
  showVariable,
} from './session-containers.ts';

const logLines = 1_000;
/** What the Manager writes when it fetches its lists; reading them from disk looks different. */
const fetchLine = /FETCH ComfyRegistry Data|FETCH DATA from: https?:/u;

/** Was the Manager told to stay offline, did it hear it, and does it keep to it? */
export const containerOffline = probeOf({
  control: 'container.offline',
  timeoutMs: 5_000,
  concernedBy: isSessionChange,
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
  const modes = await Promise.all(
    managerSettings(comfyui, context).map((path) => readMode(context, notes, comfyui, path)),
  );
  const told = modes.filter((mode) => mode !== null);
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

/** `network_mode` in the Manager's settings; null when there is no such file. */
async function readMode(
  { engine, signal }: ProbeContext,
  notes: Notes,
  comfyui: ContainerFacts,
  path: string,
): Promise<string | null> {
  const asked = engine.exec(comfyui.id, ['cat', path], { signal });
  const { exitCode, stdout, stderr } = await notes.read(`docker exec ${comfyui.name} cat ${path}`, asked, (finished) =>
    finished.exitCode === 0 ? finished.stdout : finished.stderr,
  );
  if (exitCode === 0) return /^\s*network_mode\s*=\s*(.*?)\s*$/mu.exec(stdout)?.[1] ?? '';
  // Only a file that is not there is no answer; one that cannot be read is trouble.
  if (stderr.includes('No such file')) return null;
  throw new Error(`${path} could not be read: ${stderr.trim() || `exit code ${String(exitCode)}`}`);
}
