import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChild, type ChildOutcome } from './run-child.ts';
import { readPlaywrightReport, readVitestReport, type ReportCounts } from './read-report.ts';
import { missingForBrowser, missingForElectron, missingForLab, missingForWindows } from './requirements.ts';
import type { Stage, StageCounts } from './stage.ts';

const resultsDir = 'test-results/run';
const minuteMs = 60_000;

/** Stages that look at the source only: `npm run check`. */
export const checkStages: readonly Stage[] = [
  check('format', ['prettier', '--check', '--log-level', 'warn', '.']),
  check('lint', ['eslint', '--max-warnings', '0', '.']),
  check('types', ['tsc', '-b']),
  check('dependencies', ['depcruise', '--output-type', 'err', 'app', 'main', 'renderer', 'e2e']),
  check('unused', ['knip', '--no-progress']),
  vitest('architecture', 10 * minuteMs),
];

/** Everything: `npm test`. */
export const allStages: readonly Stage[] = [
  ...checkStages,
  vitest('unit', 10 * minuteMs),
  check('build', ['electron-vite', 'build']),
  inLab(vitest('lab', 40 * minuteMs, labCommand)),
  { ...playwright('renderer', bare), missing: missingForBrowser },
  { ...playwright('chromium-web', labIfPossible), missing: missingForBrowser },
  {
    ...playwright('electron', (command) => labIfPossible(['xvfb-run', '-a', ...command])),
    missing: missingForElectron,
  },
  { ...vitest('windows', 10 * minuteMs), missing: missingForWindows },
];

type Wrap = (command: readonly string[]) => readonly string[];

function bare(command: readonly string[]): readonly string[] {
  return command;
}

function labCommand(command: readonly string[]): readonly string[] {
  return [bin('tsx'), 'e2e/lab/lab.ts', ...command];
}

/** Without a lab, specs that need an engine skip themselves and say so. */
function labIfPossible(command: readonly string[]): readonly string[] {
  return missingForLab() === null ? labCommand(command) : command;
}

function inLab(stage: Stage): Stage {
  return { ...stage, missing: missingForLab };
}

/** A program whose exit code is the whole answer: one test. */
function check(name: string, [program = '', ...args]: readonly string[]): Stage {
  return {
    name,
    missing: () => null,
    run: async () => {
      const outcome = await runChild({
        file: bin(program),
        args,
        logPath: join(resultsDir, `${name}.log`),
        timeoutMs: 10 * minuteMs,
      });
      const passed = outcome.exitCode === 0;
      return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, output: passed ? '' : outcome.output };
    },
  };
}

function vitest(project: string, timeoutMs: number, wrap: Wrap = bare): Stage {
  const reportPath = join(process.cwd(), resultsDir, `${project}.json`);
  const command = [bin('vitest'), 'run', '--project', project, '--reporter=default', '--reporter=json'];
  return {
    name: project,
    missing: () => null,
    run: () =>
      counted(project, wrap([...command, `--outputFile=${reportPath}`]), {
        timeoutMs,
        env: {},
        reportPath,
        read: readVitestReport,
      }),
  };
}

function playwright(project: string, wrap: Wrap): Stage {
  const reportPath = join(process.cwd(), resultsDir, `${project}.json`);
  return {
    name: project,
    missing: () => null,
    run: () =>
      counted(project, wrap([bin('playwright'), 'test', '--project', project, '--reporter=list,json']), {
        timeoutMs: 40 * minuteMs,
        env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath },
        reportPath,
        read: readPlaywrightReport,
      }),
  };
}

interface Counting {
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
  readonly reportPath: string;
  readonly read: (path: string) => ReportCounts | null;
}

async function counted(name: string, command: readonly string[], how: Counting): Promise<StageCounts> {
  rmSync(how.reportPath, { force: true });
  const [file = '', ...args] = command;
  const logPath = join(resultsDir, `${name}.log`);
  const outcome = await runChild({ file, args, env: how.env, logPath, timeoutMs: how.timeoutMs });
  return judgeCounted(outcome, how.read(how.reportPath));
}

/** Never silently green: no report, no test, or a bad exit code without a failed test each count as one failure. */
export function judgeCounted(outcome: ChildOutcome, counts: ReportCounts | null): StageCounts {
  if (counts === null) return failure(outcome, 'There is no report to count from.');
  if (counts.passed + counts.failed === 0 && counts.skipped === 0) return failure(outcome, 'Not one test was found.');
  if (outcome.exitCode !== 0 && counts.failed === 0) {
    return { ...counts, failed: 1, output: `${outcome.output}\n${ending(outcome)}\n` };
  }
  return { ...counts, output: counts.failed > 0 ? outcome.output : '' };
}

function failure(outcome: ChildOutcome, why: string): StageCounts {
  return { passed: 0, failed: 1, skipped: 0, output: `${outcome.output}\n${why} ${ending(outcome)}\n` };
}

function ending(outcome: ChildOutcome): string {
  if (outcome.timedOut) return 'It took too long and was ended.';
  return `Exit code ${String(outcome.exitCode)}.`;
}

function bin(program: string): string {
  return program.includes('/') ? program : join(process.cwd(), 'node_modules', '.bin', program);
}
