import { AirlockError, failureOf } from '../../app/errors/airlock-error.ts';
import type { HostKind } from '../../app/ipc/snapshot.ts';
import { connectEngine } from '../docker/connect-engine.ts';
import type { Engine } from '../docker/engine.ts';
import { LocalScriptFiles, type ScriptFiles } from '../files/script-files.ts';
import type { SessionDeps } from '../launch/launch-deps.ts';
import type { Probe } from '../probes/probe.ts';
import type { HostNet } from '../process/host-net.ts';
import { NodeNet } from '../process/node-net.ts';
import type { PracticePc } from '../practice/practice-pc.ts';
import type { PanelOptions } from './compose.ts';
import { hostProbes } from './host-probes.ts';
import { spawnWatcher } from './spawn-watcher.ts';

const hostKinds: readonly HostKind[] = ['windows', 'linux', 'practice'];
/** An engine that takes longer than this to say hello is no reason to keep the window empty. */
const helloTimeoutMs = 1_500;

/** Where the stack lives, with everything that differs from host to host. */
export interface ChosenHost {
  readonly kind: HostKind;
  /** Why it was chosen, when nobody asked for it. */
  readonly note: string | null;
  readonly engine: Engine;
  readonly net: HostNet;
  readonly scripts: ScriptFiles;
  readonly probes: readonly Probe[];
  readonly practice: PracticePc | null;
  readonly spawnWatcher: (session: SessionDeps, sessionId: string) => Promise<void>;
  readonly close: () => void;
}

/**
 * Takes the host that was asked for, else finds out: Windows on Windows, this machine's engine on Linux, and the
 * practice PC where no engine answers.
 */
export async function chooseHost(options: PanelOptions, home: string): Promise<ChosenHost> {
  const asked = options.host ?? readHost(options.env['AIRLOCK_HOST']);
  const real = (kind: 'linux' | 'windows', engine: Engine, note: string | null): ChosenHost => ({
    kind,
    note,
    engine,
    net: new NodeNet(),
    scripts: new LocalScriptFiles(home),
    probes: hostProbes(kind),
    practice: null,
    spawnWatcher: (_session, sessionId) => spawnWatcher(home, sessionId),
    close: () => engine.close(),
  });
  if (asked === 'practice') return practiceHost(home, null);
  const kind = asked ?? (process.platform === 'win32' ? 'windows' : 'linux');
  const engine = connectEngine(options.env);
  if (asked !== undefined || kind === 'windows') return real(kind, engine, null);
  try {
    await engine.facts({ timeoutMs: helloTimeoutMs });
    return real(kind, engine, null);
  } catch (error) {
    engine.close();
    return practiceHost(
      home,
      `No Docker Engine could be used (${failureOf(error).message}), so this is the practice PC.`,
    );
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

/** Loaded only when it is wanted: the simulated PC is no part of a real start. */
async function practiceHost(home: string, note: string | null): Promise<ChosenHost> {
  const [{ PracticePc }, { PracticeEngine }, { PracticeNet }, { PracticeScripts }, { practiceProbes }, { watchInProcess }] =
    await Promise.all([
      import('../practice/practice-pc.ts'),
      import('../practice/practice-engine.ts'),
      import('../practice/practice-net.ts'),
      import('../practice/practice-scripts.ts'),
      import('../practice/practice-probes.ts'),
      import('./watch-in-process.ts'),
    ]);
  const pc = await PracticePc.open(home);
  const engine = new PracticeEngine(pc);
  const closing = new AbortController();
  return {
    kind: 'practice',
    note,
    engine,
    net: new PracticeNet(pc, engine),
    scripts: new PracticeScripts(pc, home),
    probes: [...practiceProbes(pc), ...hostProbes('practice')],
    practice: pc,
    spawnWatcher: (session, sessionId) => watchInProcess(session, sessionId, closing.signal),
    close: () => {
      closing.abort();
      engine.close();
    },
  };
}
