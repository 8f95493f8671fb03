import type { ContainerFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { aliveComfyUi, isComfyUiChange, nothingRuns, readOurs, recipeFor, showVariable } from './session-containers.ts';

const logLines = 1_000;
/** What pip and the image's start script write when they change what is installed. */
const upgradeLine = /^(?:Upgrading |Downloading https?:)/u;
const installLine = /^Successfully installed /u;

/** Are upgrades switched off, and did this start install nothing? */
export const containerNoUpgrades = probeOf({
  control: 'container.no-upgrades',
  timeoutMs: 5_000,
  concernedBy: isComfyUiChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = await readOurs(context, notes, (container) => showVariable(container, 'DISABLE_UPGRADES'));
  const comfyui = aliveComfyUi(ours);
  if (comfyui === undefined) return nothingRuns;
  const wanted = recipeFor(comfyui, context).noUpgradesVariable;
  if (wanted === null) return { verdict: 'not-applicable', summary: 'This recipe has no setting for it.' };
  if (comfyui.env[wanted.name] !== wanted.value) {
    const seen = comfyui.env[wanted.name] ?? 'not set';
    return { verdict: 'fail', summary: `${wanted.name} is ${seen} instead of ${wanted.value}.` };
  }
  const changes = await readChanges(context, notes, comfyui);
  const upgrade = changes.find((line) => upgradeLine.test(line));
  if (upgrade !== undefined) return { verdict: 'fail', summary: `It tried to upgrade all the same: ${upgrade}` };
  const install = changes[0];
  if (install !== undefined) return { verdict: 'warn', summary: `This start installed something: ${install}` };
  return { verdict: 'pass', summary: `${wanted.name}=${wanted.value}, and this start changed no package.` };
}

async function readChanges(
  { engine, signal }: ProbeContext,
  notes: Notes,
  comfyui: ContainerFacts,
): Promise<readonly string[]> {
  const find = async (): Promise<readonly string[]> => {
    const lines = await engine.logTail(comfyui.id, logLines, { signal });
    return lines.map((line) => line.trim()).filter((line) => upgradeLine.test(line) || installLine.test(line));
  };
  const source = `docker logs --tail ${String(logLines)} ${comfyui.name} | grep -E 'Upgrading|Downloading|installed'`;
  return notes.read(source, find(), (found) => found.join('\n') || '(no such line)');
}
