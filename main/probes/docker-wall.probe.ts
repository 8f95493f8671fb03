import { setTimeout as delay } from 'node:timers/promises';
import { engineName, label } from '../../app/launch/labels.ts';
import { parseSentinelLine, type SentinelBeat, type SentinelRule } from '../../app/launch/sentinel-report.ts';
import type { ContainerFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { aliveComfyUi, isSessionChange, readOurs, withRole } from './session-containers.ts';

/** The sentinel beats every 400 ms. */
const freshMs = 2_000;
const nextBeatMs = 900;
const readLines = 12;

/** Do the rules stand first in their chains, by the sentinel's own reading of them a moment ago? */
export const dockerWall = probeOf({
  control: 'docker.wall',
  timeoutMs: 5_000,
  needsSession: true,
  concernedBy: isSessionChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = await readOurs(context, notes, (container) => container.labels[label.role] ?? '');
  const comfyui = aliveComfyUi(ours);
  if (comfyui === undefined) {
    return { verdict: 'unknown', summary: 'No session is running; the wall is raised first thing at launch.' };
  }
  const sentinel = withRole(ours, 'sentinel');
  if (sentinel?.state !== 'running') {
    return broken(
      `The sentinel, which keeps the wall, ${sentinel === undefined ? 'is gone' : `is ${sentinel.state}`}.`,
    );
  }
  const beat = await readBeat(context, notes, sentinel);
  if (beat === null) return { verdict: 'unknown', summary: 'The sentinel runs, but has not reported the wall yet.' };
  if (beat === 'silent') return broken('The sentinel has stopped reporting: nobody knows whether the wall stands.');
  return judge(beat, comfyui, context);
}

function judge(beat: SentinelBeat, comfyui: ContainerFacts, context: ProbeContext): Answer {
  const isSealed = comfyui.labels[label.wall] === 'sealed';
  const sessionId = comfyui.labels[label.session] ?? '';
  const misplaced = misplacedRules(beat.rules, sessionId);
  const outside = (beat.interfaces ?? []).filter((name) => name !== 'lo');
  if (misplaced.length > 0) return broken(`The wall has a hole: ${misplaced.join('; ')}.`);
  if (!beat.intact) return broken('The rules in the kernel are not the ones that were raised.');
  if (isSealed && outside.length > 0)
    return broken(`A network appeared in the sealed container: ${outside.join(', ')}.`);
  if (beat.frozen || comfyui.state === 'paused') return broken(frozenBecause(context));
  if (!isSealed) {
    const dropped = beat.rules.filter(isDrop).reduce((sum, rule) => sum + rule.packets, 0);
    const families =
      new Set(beat.rules.map((rule) => rule.family)).size === 2 ? 'IPv4 and IPv6' : 'IPv4 (no IPv6 here)';
    return {
      verdict: 'pass',
      summary: `First in FORWARD and INPUT for ${families}; ${String(dropped)} packets dropped.`,
    };
  }
  if (beat.interfaces === null) {
    return { verdict: 'unknown', summary: 'The sentinel cannot see the network of the sealed container.' };
  }
  return {
    verdict: 'not-applicable',
    summary: 'This session is sealed: it has no network interface at all, which is stronger than rules.',
  };
}

/** What is not where it has to be: our two rules come first and second, replies before the drop. */
function misplacedRules(rules: readonly SentinelRule[], sessionId: string): readonly string[] {
  const families = new Set<4 | 6>([4, ...rules.map((rule) => rule.family)]);
  return [...families].flatMap((family) =>
    (['FORWARD', 'INPUT'] as const).flatMap((chain) => {
      const here = rules.filter((rule) => rule.family === family && rule.chain === chain && isOurs(rule, sessionId));
      const first = here.some((rule) => rule.position === 1 && rule.spec.includes('-j ACCEPT'));
      const second = here.some((rule) => rule.position === 2 && isDrop(rule));
      return first && second ? [] : [`IPv${String(family)} ${chain} does not begin with our rules`];
    }),
  );
}

function isOurs(rule: SentinelRule, sessionId: string): boolean {
  return rule.spec.includes(`-i ${engineName.bridge} `) && rule.spec.includes(`airlock:${sessionId}`);
}

function isDrop(rule: SentinelRule): boolean {
  return rule.spec.includes('-j DROP');
}

/** The last beat; `silent` when it is old and no newer one comes; null when there has not been one yet. */
async function readBeat(
  context: ProbeContext,
  notes: Notes,
  sentinel: ContainerFacts,
): Promise<SentinelBeat | 'silent' | null> {
  const first = await readLog(context, notes, sentinel);
  if (first === null) return null;
  if (Math.abs(context.now() - Date.parse(first.at)) <= freshMs) return first;
  // Its clock may be another one, as in a virtual machine: then a newer beat is what counts.
  await delay(nextBeatMs, undefined, { signal: context.signal });
  const second = await readLog(context, notes, sentinel);
  return second !== null && second.seq > first.seq ? second : 'silent';
}

async function readLog(
  { engine, signal }: ProbeContext,
  notes: Notes,
  sentinel: ContainerFacts,
): Promise<SentinelBeat | null> {
  const find = async (): Promise<SentinelBeat | null> => {
    const lines = await engine.logTail(sentinel.id, readLines, { signal });
    return (
      lines
        .map(parseSentinelLine)
        .filter((line) => line?.type === 'beat')
        .at(-1) ?? null
    );
  };
  return notes.read(`docker logs --tail ${String(readLines)} ${sentinel.name}`, find(), show);
}

function show(beat: SentinelBeat | null): string {
  if (beat === null) return '(no report yet)';
  const rules = beat.rules.map(
    ({ family, chain, position, spec, packets }) =>
      `IPv${String(family)} ${chain} ${position === 0 ? 'MISSING' : `#${String(position)}`} ${String(packets)} packets: ${spec}`,
  );
  const seen = beat.interfaces === null ? '(not seen)' : beat.interfaces.join(', ');
  const head = `${beat.at} ${beat.backend} intact=${String(beat.intact)} frozen=${String(beat.frozen)} interfaces: ${seen}`;
  return [head, `fingerprint ${beat.fingerprint}`, ...rules].join('\n');
}

function frozenBecause({ session }: ProbeContext): string {
  const detail = session?.breach?.detail;
  return detail === undefined ? 'ComfyUI is frozen.' : `The wall was opened, so ComfyUI is frozen: ${detail}.`;
}

function broken(summary: string): Answer {
  return { verdict: 'fail', summary, remedies: ['docker.raise-wall'] };
}
