import { endChildren } from './run-child.ts';
import type { Stage, StageReport } from './stage.ts';

/** With AIRLOCK_TEST_ALL=1 nothing may be left out or skipped. */
export interface RunOptions {
  readonly everything: boolean;
  readonly write: (text: string) => void;
}

/** Lines of a failed stage's output that are shown; all of it is in test-results/run/. */
const shownLines = 400;

/** Runs the stages one after the other and prints the summary; resolves to the exit code. */
export async function runStages(stages: readonly Stage[], options: RunOptions): Promise<number> {
  const reports: StageReport[] = [];
  for (const stage of stages) {
    const report = strictly(await runStage(stage), options.everything);
    reports.push(report);
    options.write(`${reportLine(report)}\n`);
    if (report.failed > 0) options.write(failedOutput(report));
  }
  options.write(summary(reports));
  return reports.some((report) => report.failed > 0) ? 1 : 0;
}

/** Ctrl-C ends the children, which take the lab down, before this process goes. */
export function endOnSignals(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => {
      process.stderr.write(`\n${signal}: ending what still runs\n`);
      void endChildren().finally(() => process.exit(code));
    });
  }
}

async function runStage(stage: Stage): Promise<StageReport> {
  const startedAtMs = performance.now();
  const leftOut = stage.missing();
  if (leftOut !== null) {
    return { name: stage.name, passed: 0, failed: 0, skipped: 1, output: '', seconds: 0, leftOut };
  }
  const counts = await stage.run();
  return { ...counts, name: stage.name, seconds: (performance.now() - startedAtMs) / 1000, leftOut: null };
}

/** What was skipped counts as failed when nothing may be. */
function strictly(report: StageReport, everything: boolean): StageReport {
  if (!everything || report.skipped === 0) return report;
  const output = report.output === '' ? 'Skipped tests are failures with AIRLOCK_TEST_ALL=1.\n' : report.output;
  return { ...report, failed: report.failed + report.skipped, skipped: 0, output };
}

function reportLine(report: StageReport): string {
  const name = report.name.padEnd(14);
  if (report.leftOut !== null) return `${name} left out: ${report.leftOut}`;
  const counts = `${String(report.passed)} passed, ${String(report.failed)} failed, ${String(report.skipped)} skipped`;
  return `${name} ${counts.padEnd(36)} ${report.seconds.toFixed(1)} s`;
}

function failedOutput(report: StageReport): string {
  const lines = report.output.trimEnd().split('\n');
  const cut = lines.length - shownLines;
  const head = cut > 0 ? [`… ${String(cut)} lines before, all in test-results/run/${report.name}.log`] : [];
  return [...head, ...lines.slice(-shownLines), ''].map((line) => `  ${line}`.trimEnd()).join('\n') + '\n';
}

function summary(reports: readonly StageReport[]): string {
  const sum = (pick: (report: StageReport) => number): string =>
    String(reports.reduce((total, report) => total + pick(report), 0));
  return [
    '',
    ...reports.map(reportLine),
    '',
    `${sum((r) => r.passed)} passed, ${sum((r) => r.failed)} failed, ${sum((r) => r.skipped)} skipped`,
    '',
  ].join('\n');
}
