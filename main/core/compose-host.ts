import { AirlockError, failureOf } from '../../app/errors/airlock-error.ts';
import type { HostKind } from '../../app/ipc/snapshot.ts';
import { connectEngine } from '../docker/connect-engine.ts';
import type { Engine } from '../docker/engine.ts';
import { LocalScriptFiles } from '../files/script-files.ts';
import { remedyActions } from '../remedies/remedy-actions.ts';
import { NodeNet } from '../process/node-net.ts';
import type { ChosenHost } from './chosen-host.ts';
import { hostProbes } from './host-probes.ts';
import type { PanelOptions } from './panel.ts';
import { spawnWatcher } from './spawn-watcher.ts';

const hostKinds: readonly HostKind[] = ['windows', 'linux', 'practice'];
/** An engine that takes longer than this to say hello is no reason to keep the window empty. */
const helloTimeoutMs = 1_500;

/**
 * Takes the host that was asked for, else finds out: Windows on Windows, this machine's engine on Linux, and the
 * practice PC where no engine answers.
 */
export async function composeHost(options: PanelOptions, home: string): Promise<ChosenHost> {
  const asked = options.host ?? readHost(options.env['AIRLOCK_HOST']);
  const real = (kind: 'linux' | 'windows', engine: Engine, note: string | null): ChosenHost => ({
    kind,
    note,
    engine,
    net: new NodeNet(),
    scripts: new LocalScriptFiles(home),
    probes: hostProbes(kind),
    remedyActions,
    practice: null,
    adapt: (profile) => profile,
    spawnWatcher: (_session, sessionId) => spawnWatcher(home, sessionId),
    close: () => engine.close(),
  });
  if (asked === 'practice') return composePractice(home, null);
  const kind = asked ?? (process.platform === 'win32' ? 'windows' : 'linux');
  const engine = connectEngine(options.env);
  if (asked !== undefined || kind === 'windows') return real(kind, engine, null);
  try {
    await engine.facts({ timeoutMs: helloTimeoutMs });
    return real(kind, engine, null);
  } catch (error) {
    engine.close();
    const why = `No Docker Engine could be used (${failureOf(error).message}), so this is the practice PC.`;
    return composePractice(home, why);
  }
}

function readHost(text: string | undefined): HostKind | undefined {
  if (text === undefined || text === '') return undefined;
  const kind = hostKinds.find((known) => known === text);
  if (kind !== undefined) return kind;
  throw new AirlockError({
    code: 'bad-request',
    message: `AIRLOCK_HOST is "${text}", which is none of ${hostKinds.join(', ')}.`,
    next: 'Set it to one of these, or leave it out.',
  });
}

/** The simulated PC is no part of a real start, so it is loaded only when it is wanted. */
async function composePractice(home: string, note: string | null): Promise<ChosenHost> {
  const { practiceHost } = await import('./compose-practice.ts');
  return practiceHost(home, note);
}
