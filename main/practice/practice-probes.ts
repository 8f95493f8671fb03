import { controlIds, type ControlId } from '../../app/controls/control.ts';
import type { Finding } from '../../app/findings/finding.ts';
import type { Probe } from '../probes/probe.ts';
import { practiceAnswers, type PracticeAnswer } from './practice-answers.ts';
import type { PracticePc } from './practice-pc.ts';

/** Probes for the layers that are only simulated: Windows and WSL. Docker and container are seen by the real probes. */
export function practiceProbes(pc: PracticePc): readonly Probe[] {
  return (['windows', 'wsl'] as const).map((layer) => practiceProbe(layer, pc));
}

function practiceProbe(layer: 'windows' | 'wsl', pc: PracticePc): Probe {
  const controls = controlIds.filter((id) => id.startsWith(`${layer}.`));
  return {
    id: `practice-${layer}`,
    controls,
    timeoutMs: 1_000,
    concernedBy: (event) => event.kind === 'other' && event.action === 'practice' && event.id.startsWith(`${layer}.`),
    observe: (context) => {
      const observedAt = new Date(context.now()).toISOString();
      return Promise.resolve(controls.map((id) => findingOf(id, pc.isBroken(id), observedAt)));
    },
  };
}

function findingOf(controlId: ControlId, broken: boolean, observedAt: string): Finding {
  const answer = practiceAnswers[controlId];
  if (answer === undefined) {
    const summary = 'The practice PC has nothing to show for this.';
    return { controlId, verdict: 'unknown', summary, observedAt, evidence: [], remedies: [] };
  }
  return {
    controlId,
    verdict: broken ? 'fail' : (answer.usual ?? 'pass'),
    summary: broken ? answer.badSummary : answer.goodSummary,
    observedAt,
    evidence: [{ source: `practice: ${answer.source}`, output: outputOf(answer, broken), durationMs: 0 }],
    marks: broken ? answer.marks : [],
    remedies: broken ? answer.remedies : [],
  };
}

function outputOf(answer: PracticeAnswer, broken: boolean): string {
  return broken ? answer.bad : answer.good;
}
