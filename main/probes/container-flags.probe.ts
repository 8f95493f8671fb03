import * as z from 'zod/mini';
import { label } from '../../app/launch/labels.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { aliveComfyUi, frozen, isComfyUiChange, nothingRuns, readOurs, recipeFor } from './session-containers.ts';

const answerTimeoutMs = 2_000;
const systemStats = z.object({ system: z.object({ argv: z.array(z.string()) }) });
/** Flags that would open the page to others; no recipe sets them. */
const openers = ['--enable-cors-header'] as const;

/** Does ComfyUI itself say that it runs with the flags it was asked to? */
export const containerFlags = probeOf({
  control: 'container.flags',
  timeoutMs: 5_000,
  concernedBy: isComfyUiChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = await readOurs(context, notes, ({ labels }) => `port ${labels[label.port] ?? '?'}`);
  const comfyui = aliveComfyUi(ours);
  if (comfyui === undefined) return nothingRuns;
  if (comfyui.state !== 'running') return frozen;
  const port = Number(comfyui.labels[label.port]) || context.profile.port;
  const argv = await readArgv(context, notes, port);
  if (argv === null) return { verdict: 'unknown', summary: 'ComfyUI’s page answered, but did not say its flags.' };
  const missing = missingFlags(recipeFor(comfyui, context).expectedFlags(context.profile), argv);
  if (missing.length > 0) return { verdict: 'fail', summary: `ComfyUI runs without ${missing.join(', ')}.` };
  const open = openers.filter((flag) => argv.includes(flag));
  if (open.length > 0)
    return { verdict: 'fail', summary: `ComfyUI runs with ${open.join(', ')}, which opens its page.` };
  return { verdict: 'pass', summary: `ComfyUI says it runs with ${argv.slice(1).join(' ')}.` };
}

async function readArgv({ net }: ProbeContext, notes: Notes, port: number): Promise<readonly string[] | null> {
  const url = `http://127.0.0.1:${String(port)}/system_stats`;
  const find = async (): Promise<readonly string[] | null> => {
    const parsed = systemStats.safeParse(await net.httpGetJson(url, answerTimeoutMs));
    return parsed.success ? parsed.data.system.argv : null;
  };
  return notes.read(`curl ${url}`, find(), (argv) => (argv === null ? '(no argv in the answer)' : argv.join(' ')));
}

/** Flags that are not there, or there with another value. Order does not matter to ComfyUI. */
function missingFlags(expected: readonly string[], argv: readonly string[]): readonly string[] {
  return grouped(expected)
    .filter((wanted) => {
      const text = wanted.join(' ');
      return !grouped(argv).some((given) => given.join(' ') === text);
    })
    .map((flag) => flag.join(' '));
}

/** `['--port', '8188', '--offline']` → `[['--port', '8188'], ['--offline']]`. */
function grouped(words: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  for (const word of words) {
    const last = groups.at(-1);
    if (word.startsWith('--') || last === undefined) groups.push([word]);
    else last.push(word);
  }
  return groups;
}
