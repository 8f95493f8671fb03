import type { WallTestReport } from '../../../app/launch/wall-test.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

/** A wall test as scripts get it; documented in docs/cli.md. */
export function wallTestReport(report: WallTestReport): unknown {
  return {
    verdict: report.verdict,
    vectors: report.vectors.map(({ id, target, outcome, positiveControl, witness }) => ({
      id,
      target,
      outcome,
      positiveControl,
      ...(witness === undefined ? {} : { witness }),
    })),
    skipped: report.skipped,
    startedAt: report.startedAt,
    durationMs: report.durationMs,
    sessionId: report.sessionId,
  };
}

/** The same for people. */
export function writeWallTest(report: WallTestReport, output: Output): void {
  const marks = { blocked: 'pass', reached: 'fail', unproven: 'unknown' } as const;
  for (const { id, target, outcome, positiveControl } of report.vectors) {
    const control = positiveControl === 'reached' ? '' : ', and an open container did not get there either';
    output.line(`${output.verdict(marks[outcome])} ${id} → ${target}: ${outcome}${control}`);
  }
  for (const { id, reason } of report.skipped) output.line(output.dim(`– ${id}: ${reason}`));
  output.line(
    `${output.strong(report.verdict)} (${String(report.vectors.length)} ways, ${String(report.durationMs)} ms)`,
  );
}

export const wallTestCode: Readonly<Record<WallTestReport['verdict'], ExitCode>> = {
  sealed: exitCode.good,
  leaking: exitCode.bad,
  unproven: exitCode.unknown,
};
