import { engineCauses } from '../../../../app/findings/engine-causes.ts';
import { diagnose, type Diagnosis } from '../../../../app/findings/diagnosis.ts';
import type { Finding } from '../../../../app/findings/finding.ts';
import type { ControlView, PanelSnapshot } from '../../../../app/ipc/snapshot.ts';
import { airlockHome } from '../../../files/airlock-home.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import type { Output } from '../output.ts';
import type { Verb } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const doctor: Verb = {
  usage: 'doctor [--json]',
  run: (call) =>
    withPanel(call, async ({ handlers }) => {
      await handlers['controls.sweep']({});
      const snapshot = await handlers['panel.snapshot']({});
      const controls = snapshot.layers.flatMap((layer) => layer.controls);
      const diagnoses = diagnose(controls.flatMap(findingOf), engineCauses);
      const environment = environmentOf(snapshot, airlockHome(call.env, process.platform));
      call.output.value({ diagnoses, environment });
      writeDiagnoses(diagnoses, controls, call.output);
      writeEnvironment(environment, call.output);
      return codeOf(diagnoses, controls);
    }),
};

function findingOf({ id, verdict, summary, observedAt, evidence, remedies }: ControlView): readonly Finding[] {
  if (observedAt === null) return [];
  const told = verdict === 'checking' || verdict === 'stale' ? 'unknown' : verdict;
  return [
    { controlId: id, verdict: told, summary, observedAt, evidence, remedies: remedies.map((remedy) => remedy.id) },
  ];
}

type Environment = Readonly<Record<string, string | null>>;

function environmentOf(snapshot: PanelSnapshot, home: string): Environment {
  return {
    version: snapshot.version,
    node: process.versions.node,
    electron: 'electron' in process.versions ? process.versions.electron : null,
    platform: process.platform,
    arch: process.arch,
    host: snapshot.host,
    hostNote: snapshot.hostNote,
    account: snapshot.account,
    home,
    profile: snapshot.profile.path,
    profileProblem: snapshot.profile.problem,
  };
}

function writeDiagnoses(diagnoses: readonly Diagnosis[], controls: readonly ControlView[], output: Output): void {
  for (const { says, next } of diagnoses) {
    output.line(`${output.verdict('fail')} ${says}`);
    output.line(`  ${next}`);
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

function codeOf(diagnoses: readonly Diagnosis[], controls: readonly ControlView[]): ExitCode {
  if (diagnoses.length > 0) return exitCode.bad;
  return controls.some((control) => control.verdict === 'unknown') ? exitCode.unknown : exitCode.good;
}
