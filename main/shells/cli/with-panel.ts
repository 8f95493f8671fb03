import type { HostKind } from '../../../app/ipc/snapshot.ts';
import type { Panel } from '../../core/compose.ts';
import { version } from '../version.ts';
import type { VerbCall } from './verb.ts';

/** Wires the core for one verb and lets go of it again, whatever happens. */
export async function withPanel<T>(
  call: Pick<VerbCall, 'host' | 'env'>,
  work: (panel: Panel) => Promise<T>,
): Promise<T> {
  const { composePanel } = await import('../../core/compose.ts');
  const host: { host?: HostKind } = call.host === undefined ? {} : { host: call.host };
  const panel = await composePanel({ ...host, env: call.env, version });
  try {
    return await work(panel);
  } finally {
    await panel.stop();
  }
}
