import * as z from 'zod/mini';
import { controlOf } from '../../app/controls/catalogue.ts';
import { controlIds, type ControlId } from '../../app/controls/control.ts';
import { remedies, type RemedyId } from '../../app/controls/remedies.ts';
import { undoable, type RemedyAction } from '../remedies/remedy-action.ts';
import { practiceAnswers } from './practice-answers.ts';
import type { PracticePc } from './practice-pc.ts';

/** Remedies of the layers that are only simulated: what they change is the simulated PC and nothing else. */
export function practiceRemedies(pc: PracticePc): readonly RemedyAction[] {
  const outer = remedies.filter(({ id }) => id.startsWith('windows.') || id.startsWith('wsl.'));
  return outer.filter((remedy) => !('steps' in remedy)).map(({ id }) => practiceRemedy(id, pc));
}

function practiceRemedy(id: RemedyId, pc: PracticePc): RemedyAction {
  const mended = (): readonly ControlId[] => pc.broken().filter((control) => mends(id, control));
  const setAll = async (controls: readonly ControlId[], broken: boolean): Promise<void> => {
    for (const control of controls) await pc.set(control, broken);
  };
  return undoable({
    id,
    plan: () =>
      Promise.resolve(mended().map((control) => `Practice PC, ${controlOf(control).title}: ${after(control)}`)),
    run: async () => {
      const broken = mended();
      await setAll(broken, false);
      return { kind: 'done', undo: { broken: [...broken] } };
    },
    undoData: z.object({ broken: z.array(z.enum(controlIds)) }),
    planUndo: (_deps, { broken }) =>
      Promise.resolve(broken.map((control) => `Practice PC, ${controlOf(control).title}: as it was before`)),
    undo: async (_deps, { broken }) => {
      await setAll(broken, true);
      return { kind: 'done' };
    },
  });
}

/** The list of CUDA packages is only a list: it mends nothing. */
function mends(id: RemedyId, control: ControlId): boolean {
  return id !== 'wsl.list-cuda' && (practiceAnswers[control]?.remedies.includes(id) ?? false);
}

function after(control: ControlId): string {
  return practiceAnswers[control]?.goodSummary ?? '';
}
