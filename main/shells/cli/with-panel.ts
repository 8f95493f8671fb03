import type { HostKind } from '../../../app/ipc/snapshot.ts';
import type { Panel } from '../../core/panel.ts';
import { version } from '../version.ts';
import type { VerbCall } from './verb.ts';

/** Wires the core for one verb and lets go of it again, whatever happens. */
export async function withPanel<T>(
  call: Pick<VerbCall, 'host' | 'env'>,
  work: (panel: Panel) => Promise<T>,
): Promise<T> {
  const { composePanel } = await import('../../core/compose.ts');
  const panel = await composePanel({ ...hostOf(call), env: call.env, version });
  try {
    return await work(panel);
  } finally {
    await panel.stop();
  }
}

/**
 * A window may open on the practice PC when no engine answers, because everybody sees that it does. A script does not
 * look: it gets this machine, or an error.
 */
function hostOf({ host, env }: Pick<VerbCall, 'host' | 'env'>): { host?: HostKind } {
  if (host !== undefined) return { host };
  if ((env['AIRLOCK_HOST'] ?? '') !== '') return {};
  return { host: process.platform === 'win32' ? 'windows' : 'linux' };
}
