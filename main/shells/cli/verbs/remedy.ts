import { isRemedyId, remedies, remedyOf } from '../../../../app/controls/remedies.ts';
import { failureOf } from '../../../../app/errors/airlock-error.ts';
import type { RemedyDoing, RemedyEnd, RemedyPlan } from '../../../../app/ipc/remedy-answers.ts';
import type { PanelSnapshot } from '../../../../app/ipc/snapshot.ts';
import type { Panel } from '../../../core/panel.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import { interruption } from '../interruption.ts';
import type { Output } from '../output.ts';
import { UsageError, type Verb, type VerbCall } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const remedy: Verb = {
  usage: 'remedy list|plan ID|run ID|undo ID [--yes] [--json]',
  options: { yes: { type: 'boolean' } },
  run: (call) => {
    const [what, id, ...more] = call.words;
    if (what === 'list' && id === undefined) return withPanel(call, (panel) => list(panel, call.output));
    if ((what !== 'plan' && what !== 'run' && what !== 'undo') || more.length > 0)
      throw new UsageError('remedy takes: list, plan ID, run ID or undo ID');
    if (id === undefined || !isRemedyId(id))
      throw new UsageError(`"${id ?? ''}" is no remedy; \`airlock remedy list\` names them`);
    return withPanel(call, (panel) => {
      if (what === 'plan') return plan(panel, id, call.output);
      return call.flags.has('yes') ? carryOut(panel, id, what, call) : ask(panel, id, what, call.output);
    });
  },
};

async function list({ handlers }: Panel, output: Output): Promise<ExitCode> {
  await handlers['controls.sweep']({});
  const rows = rowsOf(await handlers['panel.snapshot']({}));
  output.value({ remedies: rows });
  for (const { id, title, offered, undoable } of rows) {
    const notes = [offered ? 'would help now' : '', undoable === null ? '' : `can be taken back (${undoable})`];
    const note = notes.filter((one) => one !== '').join(', ');
    output.line(`${id.padEnd(28)} ${title}${note === '' ? '' : output.dim(`  ${note}`)}`);
  }
  return exitCode.good;
}

/** Those that have anything to do on this host. */
function rowsOf({ layers, undoableRemedies }: PanelSnapshot) {
  const controls = layers.flatMap((layer) => layer.controls);
  const here = new Set(controls.filter(({ verdict }) => verdict !== 'not-applicable').map(({ id }) => id));
  const offered = new Set(controls.flatMap((control) => control.remedies.map(({ id }) => id)));
  return remedies
    .map(({ id }) => remedyOf(id))
    .filter(({ mends }) => mends.some((control) => here.has(control)))
    .map(({ id, title, mends, needs, cost, undo, steps }) => ({
      id,
      title,
      needs,
      cost,
      undo,
      controls: mends,
      byHand: steps !== undefined,
      offered: offered.has(id),
      undoable: undoableRemedies.find((one) => one.id === id)?.at ?? null,
    }));
}

async function plan({ handlers }: Panel, remedyId: string, output: Output): Promise<ExitCode> {
  writePlan(await handlers['remedy.plan']({ remedyId, doing: 'run' }), output);
  return exitCode.good;
}

/** Nothing is changed without `--yes`: what would be is shown instead. */
async function ask({ handlers }: Panel, remedyId: string, doing: RemedyDoing, output: Output): Promise<ExitCode> {
  writePlan(await handlers['remedy.plan']({ remedyId, doing }), output);
  output.note('nothing was changed; add --yes to do it');
  return exitCode.unknown;
}

function writePlan({ id, needs, changes, undo, byHand }: RemedyPlan, output: Output): void {
  output.value({ id, needs, changes, undo });
  const { title, cost } = remedyOf(id);
  output.line(output.strong(title));
  output.line(`Needs: ${needsText[needs]}`);
  output.line(`Costs: ${cost}`);
  output.line(`Undo:  ${undo}`);
  if (changes.length === 0)
    output.line(byHand ? 'It cannot be carried out on this host.' : 'There is nothing to change.');
  else output.line(byHand ? 'By hand, step by step:' : 'What will change:');
  for (const change of changes) output.line(`  ${change}`);
}

const needsText: Readonly<Record<RemedyPlan['needs'], string>> = {
  user: 'you, nothing more',
  'root-in-wsl': 'root in WSL',
  administrator: 'an administrator; Windows will ask',
};

async function carryOut(panel: Panel, remedyId: string, doing: RemedyDoing, call: VerbCall): Promise<ExitCode> {
  const { handlers, state } = panel;
  const { output } = call;
  const stopTelling = tellLines(panel, output);
  const interrupted = interruption();
  interrupted.addEventListener('abort', () => void handlers['remedy.cancel']({}), { once: true });
  try {
    const end = await handlers[doing === 'run' ? 'remedy.run' : 'remedy.undo']({ remedyId });
    output.value({ id: remedyId, ...end });
    output.line(endText(remedyId, doing, end));
    return end.outcome === 'done' ? exitCode.good : exitCode.unknown;
  } catch (error) {
    const { code, message, next } = failureOf(error);
    const undoable = state.snapshot().undoableRemedies.some(({ id }) => id === remedyId);
    const outcome = code === 'cancelled' ? 'cancelled' : 'failed';
    output.value({ id: remedyId, outcome, undoable, code, message, next });
    output.note(`${message} ${next}`);
    if (undoable) output.note(`what was changed can be taken back: airlock remedy undo ${remedyId}`);
    return exitCode.bad;
  } finally {
    stopTelling();
  }
}

/** What a remedy says while it runs is a remark, not the answer. */
function tellLines({ state }: Panel, output: Output): () => void {
  let told: readonly string[] = [];
  return state.subscribe(() => {
    const lines = state.snapshot().runningRemedy?.lines ?? told;
    if (lines === told) return;
    const line = lines.at(-1);
    told = lines;
    if (line !== undefined) output.note(line);
  });
}

function endText(id: string, doing: RemedyDoing, { outcome, undoable }: RemedyEnd): string {
  if (outcome === 'declined') return 'It was declined. Nothing was changed; run it again whenever you like.';
  if (doing === 'undo') return 'It was taken back.';
  return undoable ? `Done. It can be taken back: airlock remedy undo ${id}` : 'Done.';
}
