import { label } from '../../app/launch/labels.ts';
import type { WallTestReport } from '../../app/launch/wall-test.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { aliveComfyUi, isSessionChange, readOurs } from './session-containers.ts';

/** What did the last wall test say, and is it about what runs now? */
export const dockerEgressProof = probeOf({
  control: 'docker.egress-proof',
  timeoutMs: 5_000,
  needsSession: true,
  concernedBy: isSessionChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const report = context.lastWallTest;
  await notes.read('airlock verify (the last report)', Promise.resolve(report), show);
  const comfyui = aliveComfyUi(await readOurs(context, notes, ({ labels }) => labels[label.session] ?? ''));
  if (comfyui === undefined) {
    return { verdict: 'unknown', summary: 'No session is running, so there is no wall to test.' };
  }
  if (report === null || report.sessionId !== comfyui.labels[label.session]) {
    return {
      verdict: 'unknown',
      summary: 'This session’s wall has not been tested yet.',
      remedies: ['docker.test-wall'],
    };
  }
  return judge(report, context);
}

function judge(report: WallTestReport, context: ProbeContext): Answer {
  const reached = report.vectors.filter(({ outcome }) => outcome === 'reached');
  if (report.verdict === 'leaking') {
    return {
      verdict: 'fail',
      summary: `Traffic got out: ${reached.map(({ id }) => id).join(', ') || 'see the report'}.`,
    };
  }
  if (report.verdict === 'unproven' || report.vectors.length === 0) {
    const unproven = report.vectors.filter(({ outcome }) => outcome === 'unproven').map(({ id }) => id);
    return {
      verdict: 'unknown',
      summary: `Nothing got out, but not every way could be proven closed: ${unproven.join(', ') || 'no way was tried'}.`,
      remedies: ['docker.test-wall'],
    };
  }
  const breach = context.session?.breach ?? null;
  if (breach !== null && Date.parse(breach.detectedAt) >= Date.parse(report.startedAt)) {
    return {
      verdict: 'unknown',
      summary: 'The wall was opened after its last test; resuming tests it again first.',
      remedies: ['docker.raise-wall'],
    };
  }
  const skipped = report.skipped.length === 0 ? '' : `; ${String(report.skipped.length)} do not exist on this PC`;
  return {
    verdict: 'pass',
    summary: `${String(report.vectors.length)} ways out tried, all closed here and open elsewhere${skipped}.`,
    observedAt: report.startedAt,
  };
}

function show(report: WallTestReport | null): string {
  if (report === null) return '(none)';
  const head = `${report.verdict} at ${report.startedAt}, ${String(report.durationMs)} ms, session ${report.sessionId}`;
  const vectors = report.vectors.map(
    ({ id, outcome, positiveControl, witness }) =>
      `${outcome} ${id} (elsewhere ${positiveControl}${witness === undefined ? '' : `; ${witness}`})`,
  );
  return [head, ...vectors, ...report.skipped.map(({ id, reason }) => `skipped ${id}: ${reason}`)].join('\n');
}
