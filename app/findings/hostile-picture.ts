import type { PanelSnapshot } from '../ipc/snapshot.ts';
import type { Session } from '../launch/session.ts';
import type { WallTestReport } from '../launch/wall-test.ts';
import { shownBy, type Shown } from './shown.ts';
import type { ShownVerdict } from './verdict.ts';

/** One thing a hostile node could do, in words. `id` names the text for translations; `values` go into it. */
export interface HostileLine {
  readonly id: string;
  readonly says: string;
  readonly tone: 'expected' | 'look' | 'bad';
  readonly values?: Readonly<Record<string, string>>;
}

/** What a node that turned out hostile could do at this moment. */
export interface HostilePicture {
  readonly read: readonly HostileLine[];
  readonly write: readonly HostileLine[];
  readonly reach: readonly HostileLine[];
}

export type HostileFacts = Pick<PanelSnapshot, 'layers' | 'session' | 'lastWallTest' | 'profile'>;

const mostTargets = 3;

/** Says it from what was found, never from what was planned: what nobody has looked at is named as not known. */
export function hostilePicture(facts: HostileFacts): HostilePicture {
  const { session } = facts;
  if (session === null || !isAlive(session)) return { read: [idle], write: [idle], reach: [idle] };
  const found = shownBy(facts.layers.flatMap((layer) => layer.controls));
  if (session.phase === 'paused' || session.phase === 'resuming') {
    return { read: [frozen], write: [frozen], reach: [frozen, ...reachOf(facts, session, found)] };
  }
  return { read: readOf(found), write: writeOf(found), reach: reachOf(facts, session, found) };
}

const line = (id: string, says: string, tone: HostileLine['tone'] = 'expected'): HostileLine => ({ id, says, tone });

const idle = line('idle', 'nothing: no ComfyUI is running');
const frozen = line('frozen', 'nothing while ComfyUI is frozen');

/** The container exists and its code has been started, or is about to be. */
function isAlive({ phase }: Session): boolean {
  return phase === 'start' || phase === 'test' || phase === 'ready' || phase === 'paused' || phase === 'resuming';
}

function readOf({ verdictOf }: Shown): readonly HostileLine[] {
  return [
    line('models', 'models, inputs and outputs of ComfyUI, other nodes'),
    ...when(verdictOf('docker.shm'), line('shm', 'the shared memory of other programs', 'bad')),
    ...when(verdictOf('container.capabilities'), line('everything', 'whatever the engine’s machine can read', 'bad')),
    ...when(
      verdictOf('windows.accounts'),
      line('accounts', 'files of accounts that are not kept apart, once it is out', 'bad'),
    ),
  ];
}

function writeOf({ verdictOf, has }: Shown): readonly HostileLine[] {
  const isAdmin = has('account.is-admin') || has('account.panel-runs-as-admin');
  return [
    line('outputs', 'outputs, workflows, its own folder'),
    ...when(verdictOf('container.cache-readonly'), line('packages', 'packages that run at the next start', 'bad')),
    ...when(verdictOf('container.user-scripts'), line('scripts', 'scripts that run with extra rights', 'bad')),
    ...when(verdictOf('container.capabilities'), line('host', 'the engine’s machine itself', 'bad')),
    ...when(
      verdictOf('wsl.c-readonly'),
      line('drive', 'files of Windows on C:, once it is out of the container', 'bad'),
    ),
    ...(isAdmin ? [line('windows', 'Windows itself, once it is out: it would be an administrator', 'bad')] : []),
    ...(has('vhd.others-may-write') ? [line('models-shared', 'models that other accounts load as well', 'look')] : []),
    ...when(verdictOf('wsl.limits'), line('memory', 'all memory of this PC, until it stands still', 'bad')),
  ];
}

/** Broken is said as it is; what nobody could tell is said as a maybe. */
function when(verdict: ShownVerdict, one: HostileLine): readonly HostileLine[] {
  if (verdict === 'fail') return [one];
  if (verdict !== 'unknown' && verdict !== 'warn') return [];
  return [{ ...one, id: `${one.id}-maybe`, says: `perhaps ${one.says}`, tone: 'look' }];
}

function reachOf(facts: HostileFacts, session: Session, { verdictOf }: Shown): readonly HostileLine[] {
  const beside = [
    ...(verdictOf('docker.loopback-publish') === 'fail' ? [line('page', 'other PCs, through its page', 'bad')] : []),
    ...when(
      verdictOf('wsl.network-nat'),
      line('mirrored', 'services of this PC and its network, past the wall', 'bad'),
    ),
    ...when(verdictOf('docker.wall'), line('wall', 'whatever the missing rules let through', 'bad')),
  ];
  const test = facts.lastWallTest;
  if (session.breach !== null && session.phase !== 'ready') return [opened, ...beside];
  if (test?.sessionId !== session.id)
    return [line('untested', 'not known: the wall is not tested yet', 'look'), ...beside];
  const reached = reachedIn(test);
  // "Nothing" beside something else would be read as nothing.
  return beside.length === 0 ? reached : [...reached.filter(({ id }) => id !== 'nothing'), ...beside];
}

const opened = line('opened', 'once it goes on: whatever the opening lets through', 'bad');

function reachedIn(test: WallTestReport): readonly HostileLine[] {
  const reached = test.vectors.filter((vector) => vector.outcome === 'reached').map((vector) => vector.target);
  if (reached.length > 0) {
    const more = reached.length > mostTargets ? ' …' : '';
    const targets = reached.slice(0, mostTargets).join(', ') + more;
    return [{ id: 'targets', says: targets, tone: 'bad', values: { targets } }];
  }
  if (test.verdict === 'sealed') return [line('nothing', 'nothing')];
  return [line('unproven', 'not known: not every way could be tried', 'look')];
}
