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

/** Is torch pinned, and is what is installed what it is pinned to? */
export const containerTorchLock = probeOf({
  control: 'container.torch-lock',
  timeoutMs: 6_000,
  concernedBy: isComfyUiChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = await readOurs(context, notes, (container) => showVariable(container, 'TORCH_LOCK'));
  const comfyui = aliveComfyUi(ours);
  if (comfyui === undefined) return nothingRuns;
  const name = recipeFor(comfyui, context).torchLockVariable;
  if (name === null) return { verdict: 'not-applicable', summary: 'This recipe has no setting for it.' };
  const lock = comfyui.env[name] ?? '';
  if (lock !== context.profile.torchLock) {
    return { verdict: 'fail', summary: `${name} is ${lock || 'not set'} instead of what the profile says.` };
  }
  if (comfyui.state !== 'running') return frozen;
  if (!(await mayEnter(context, ours, comfyui))) return unsettled;
  const source = `docker exec ${comfyui.name} find … -name 'torch*.dist-info'`;
  const { torch: installed } = await notes.read(source, context.inside(comfyui), ({ torch }) => listed(torch));
  const found = listed(installed);
  if (lock === '') {
    return { verdict: 'warn', summary: `Torch is not pinned in the profile; installed: ${found || 'none was found'}.` };
  }
  return compare(pinned(lock), installed);
}

function compare(pins: ReadonlyMap<string, string>, installed: ReadonlyMap<string, ReadonlySet<string>>): Answer {
  if (pins.size === 0) return { verdict: 'fail', summary: 'The lock names no package with a version.' };
  if (installed.size === 0) return { verdict: 'unknown', summary: 'No installed torch was found to compare with.' };
  const wrong = [...pins].flatMap(([name, version]) => {
    const versions = [...(installed.get(name) ?? [])];
    return versions.length === 1 && versions[0] === version
      ? []
      : [`${name} is ${versions.join(' and ') || 'not installed'} instead of ${version}`];
  });
  if (wrong.length > 0) return { verdict: 'fail', summary: `${wrong.join(', ')}.` };
  const shown = [...pins].map(([name, version]) => `${name} ${version}`);
  return { verdict: 'pass', summary: `Pinned and installed: ${shown.join(', ')}.` };
}

/** `torch==2.9.1+cu130 torchvision==…` → name and version. */
function pinned(lock: string): ReadonlyMap<string, string> {
  return new Map([...lock.matchAll(/([\w-]+)==([^\s,]+)/gu)].map(([, name = '', version = '']) => [name, version]));
}

function listed(installed: ReadonlyMap<string, ReadonlySet<string>>): string {
  return [...installed].map(([name, versions]) => `${name} ${[...versions].join(' and ')}`).join(', ');
}
