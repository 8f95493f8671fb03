import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { WallTestReport } from '../../app/launch/wall-test.ts';

const named = 5;

/**
 * Fails closed.
 *
 * @throws AirlockError `wall-leaking` or `wall-unproven`, naming the ways out, when the report is not `sealed`.
 */
export function refuseUnproven(report: WallTestReport): void {
  if (report.verdict === 'sealed') return;
  if (report.verdict === 'leaking') {
    throw new AirlockError({
      code: 'wall-leaking',
      message: `The wall leaks: from inside the container ${targets(report, 'reached')} could be reached.`,
      next: 'ComfyUI was stopped before it was offered to you. Open the wall test for each way out, mend it, launch again.',
    });
  }
  throw new AirlockError({
    code: 'wall-unproven',
    message: `The wall could not be proven: not even an open container could reach ${targets(report, 'unproven')}.`,
    next: 'ComfyUI was stopped. Check that this PC is online, or name targets in "probeTargets" that answer here, then launch again.',
  });
}

function targets(report: WallTestReport, outcome: 'reached' | 'unproven'): string {
  const ids = report.vectors.filter((vector) => vector.outcome === outcome).map((vector) => vector.id);
  if (ids.length === 0) return 'anything';
  const more = ids.length > named ? ` and ${String(ids.length - named)} more` : '';
  return `${ids.slice(0, named).join(', ')}${more}`;
}
