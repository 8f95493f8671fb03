import type { PanelSnapshot } from '../../../../app/ipc/snapshot.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { stepsOf, stepState } from '../setup-steps.ts';
import { UsageError, type Verb } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const setup: Verb = {
  usage: 'setup [list|check] [--json]',
  run: (call) => {
    const [what = 'list', ...more] = call.words;
    if ((what !== 'list' && what !== 'check') || more.length > 0) throw new UsageError('setup takes: list or check');
    return withPanel(call, async ({ handlers }) => {
      if (what === 'list') return listSteps(await handlers['panel.snapshot']({}), call.output);
      await handlers['controls.sweep']({});
      return checkSteps(await handlers['panel.snapshot']({}), call.output);
    });
  },
};

function listSteps(snapshot: PanelSnapshot, output: Output): ExitCode {
  const steps = stepsOf(snapshot.host).map(({ id, title, account }) => ({ id, title, account }));
  output.value({ host: snapshot.host, steps });
  for (const { id, title, account } of steps) output.line(`${id.padEnd(12)} ${title} [${account}]`);
  return exitCode.good;
}

function checkSteps(snapshot: PanelSnapshot, output: Output): ExitCode {
  const steps = stepsOf(snapshot.host).map((step) => ({ ...step, state: stepState(step, snapshot) }));
  const marks = { done: 'pass', open: 'fail', unknown: 'unknown' } as const;
  output.value({
    host: snapshot.host,
    steps: steps.map(({ id, title, account, state }) => ({ id, title, account, state })),
  });
  for (const { id, title, state } of steps)
    output.line(`${output.verdict(marks[state])} ${id.padEnd(12)} ${title}: ${state}`);
  if (steps.some((step) => step.state === 'open')) return exitCode.bad;
  return steps.every((step) => step.state === 'done') ? exitCode.good : exitCode.unknown;
}
