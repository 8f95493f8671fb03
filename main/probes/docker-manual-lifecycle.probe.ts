import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { isSessionChange, readOurs } from './session-containers.ts';

/** Would the engine start anything of ours by itself, before a wall stands? */
export const dockerManualLifecycle = probeOf({
  control: 'docker.manual-lifecycle',
  timeoutMs: 5_000,
  concernedBy: isSessionChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = await readOurs(
    context,
    notes,
    ({ restartPolicy, restartCount }) =>
      `restart policy ${restartPolicy || 'no'}, restarted ${String(restartCount)} times`,
  );
  if (ours.length === 0) {
    return { verdict: 'unknown', summary: 'There is no container of Airlock, so nothing could start by itself.' };
  }
  const byItself = ours.filter(({ restartPolicy }) => restartPolicy !== '' && restartPolicy !== 'no');
  if (byItself.length > 0) {
    const shown = byItself.map(({ name, restartPolicy }) => `${name} (${restartPolicy})`);
    return { verdict: 'fail', summary: `The engine would start these by itself: ${shown.join(', ')}.` };
  }
  const restarted = ours.filter(({ restartCount }) => restartCount > 0);
  if (restarted.length > 0) {
    return {
      verdict: 'fail',
      summary: `The engine has restarted these by itself: ${restarted.map(({ name }) => name).join(', ')}.`,
    };
  }
  return { verdict: 'pass', summary: `None of ${String(ours.length)} containers has a restart policy.` };
}
