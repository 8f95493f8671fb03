import { controlOf } from '../../../app/controls/catalogue.ts';
import type { ControlView, PanelSnapshot } from '../../../app/ipc/snapshot.ts';
import type { Session } from '../../../app/launch/session.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

/** What `airlock status --json` prints; documented in docs/cli.md. */
export function statusReport(snapshot: PanelSnapshot): unknown {
  return {
    host: snapshot.host,
    observedAt: snapshot.observedAt,
    layers: snapshot.layers.map((layer) => ({
      id: layer.id,
      verdict: layer.verdict,
      controls: layer.controls.map(controlReport),
    })),
    session: snapshot.session === null ? null : sessionReport(snapshot.session),
  };
}

function controlReport(control: ControlView): unknown {
  const { id, verdict, summary, observedAt, evidence, remedies } = control;
  return { id, verdict, summary, observedAt, evidence, remedies: remedies.map(remedyReport) };
}

const remedyReport = ({ id, needs, cost, undo }: ControlView['remedies'][number]): unknown => ({
  id,
  needs,
  cost,
  undo,
});

function sessionReport({ id, mode, wall, phase, startedAt, uiUrl, containerId }: Session): unknown {
  return { id, mode, wall, phase, startedAt, uiUrl, containerId };
}

/** Fails count first; then what could not be told. A warning is no failure. */
export function statusCode(snapshot: PanelSnapshot): ExitCode {
  const verdicts = snapshot.layers.flatMap((layer) => layer.controls.map((control) => control.verdict));
  if (verdicts.includes('fail')) return exitCode.bad;
  const untold = verdicts.some((verdict) => verdict === 'unknown' || verdict === 'stale' || verdict === 'checking');
  return untold ? exitCode.unknown : exitCode.good;
}

/** The same for people. */
export function writeStatus(snapshot: PanelSnapshot, output: Output): void {
  if (snapshot.host === 'practice') output.line(output.strong('Practice PC: everything below is simulated'));
  if (snapshot.hostNote !== null) output.line(output.dim(snapshot.hostNote));
  for (const layer of snapshot.layers) {
    output.line();
    output.line(`${output.verdict(layer.verdict)} ${output.strong(layer.id)}`);
    for (const control of layer.controls) {
      output.line(`  ${output.verdict(control.verdict)} ${controlOf(control.id).title}: ${control.summary}`);
    }
  }
  output.line();
  output.line(sessionLine(snapshot.session));
}

function sessionLine(session: Session | null): string {
  if (session === null) return 'No session runs.';
  const where = session.uiUrl === null ? '' : ` at ${session.uiUrl}`;
  const why = session.breach === null ? '' : ` (${session.breach.detail})`;
  return `Session ${session.id}: ${session.mode}, wall ${session.wall}, ${session.phase}${where}${why}`;
}
