import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

/** Tests counted by a runner's own report. */
export interface ReportCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()),
});

/** Null when there is no report: then only the exit code is left to judge by. */
export function readVitestReport(path: string): ReportCounts | null {
  const parsed = vitestReport.safeParse(readJson(path));
  if (!parsed.success) return null;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = parsed.data;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/** A test that passed only at its second try counts as failed. */
export function readPlaywrightReport(path: string): ReportCounts | null {
  const parsed = playwrightReport.safeParse(readJson(path));
  if (!parsed.success) return null;
  const { stats, errors } = parsed.data;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
