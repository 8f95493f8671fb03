import type { Diagnosis } from '../../../../app/findings/diagnosis.ts';
import type { ControlView } from '../../../../app/ipc/snapshot.ts';
import { airlockHome } from '../../../files/airlock-home.ts';
import { collectKit } from '../collect-kit.ts';
import { environmentOf, type Environment } from '../environment.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { UsageError, type Verb } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const doctor: Verb = {
  usage: 'doctor [--collect [DIR]] [--json]',
  options: { collect: { type: 'boolean' } },
  run: (call) => {
    const { words, flags, env, output } = call;
    const isCollecting = flags.has('collect');
    const [folder, ...more] = words;
    if (more.length > 0 || (folder !== undefined && !isCollecting))
      throw new UsageError('doctor takes no words, but for the folder of --collect');
    return withPanel(call, async ({ handlers }) => {
      await handlers['controls.sweep']({});
      const snapshot = await handlers['panel.snapshot']({});
      const controls = snapshot.layers.flatMap((layer) => layer.controls);
      const { diagnoses } = snapshot;
      const environment = environmentOf(snapshot, airlockHome(env, process.platform));
      const collected = isCollecting ? await collectKit(snapshot, folder, env) : null;
      const kit = collected === null ? {} : { kit: kitReport(collected) };
      output.value({ diagnoses: diagnoses.map(diagnosisReport), environment, ...kit });
      writeDiagnoses(diagnoses, controls, output);
      writeEnvironment(environment, output);
      if (collected !== null) writeCollected(collected, output);
      return codeOf(diagnoses, controls);
    });
  },
};

function diagnosisReport({ id, cause, summary, next, evidence, remedy }: Diagnosis): unknown {
  return { id, cause, summary, next, evidence, remedy };
}

type Collected = Awaited<ReturnType<typeof collectKit>>;

function kitReport({ folder, files, kit }: Collected): unknown {
  const { controls, diagnoses, activity } = kit;
  const holds = { controls: controls.length, diagnoses: diagnoses.length, activity: activity.length };
  return { folder, files, holds };
}

function writeDiagnoses(diagnoses: readonly Diagnosis[], controls: readonly ControlView[], output: Output): void {
  for (const { summary, next, evidence, remedy } of diagnoses) {
    output.line(`${output.verdict('fail')} ${summary}`);
    output.line(`  ${next}`);
    if (remedy !== null) output.line(`  See: airlock remedy plan ${remedy}`);
    for (const { control, source, output: seen } of evidence)
      output.line(output.dim(`  ${control}: ${source}: ${seen.split('\n')[0] ?? ''}`));
  }
  const untold = controls.filter((control) => control.verdict === 'unknown').length;
  if (diagnoses.length === 0) output.line('None of the usual causes was found.');
  if (untold > 0)
    output.line(
      `${String(untold)} of ${String(controls.length)} controls could not be told; \`airlock status\` names them.`,
    );
  output.line();
}

function writeEnvironment(environment: Environment, output: Output): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value !== null) output.line(output.dim(`${name.padEnd(15)} ${value}`));
  }
}

function writeCollected({ files, kit }: Collected, output: Output): void {
  const { controls, diagnoses, activity } = kit;
  output.line();
  output.line('Written down, for you to read and to pass on if you like:');
  for (const file of files) output.line(`  ${file}`);
  output.line(
    `In it: ${String(controls.length)} controls with what their probes got back, ${String(diagnoses.length)} diagnoses, ` +
      `versions, the profile, the last session and wall test, ${String(activity.length)} lines of activity.`,
  );
  output.line(kit.about);
}

function codeOf(diagnoses: readonly Diagnosis[], controls: readonly ControlView[]): ExitCode {
  if (diagnoses.length > 0) return exitCode.bad;
  return controls.some((control) => control.verdict === 'unknown') ? exitCode.unknown : exitCode.good;
}
