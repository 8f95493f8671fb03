import type { LayerView } from '../ipc/snapshot.ts';
import { shownBy, type Shown } from './shown.ts';
import type { ShownVerdict } from './verdict.ts';

/** What one account is or holds, and what that unlocks. `id` names the texts for translations. */
export interface PrivilegeLine {
  readonly id: string;
  /** A group, or a thing the account owns; null where it holds nothing. */
  readonly key: string | null;
  readonly unlocks: string;
  readonly tone: 'expected' | 'look' | 'bad';
}

/** The three accounts of the guide, as the findings show them. */
export interface PrivilegePicture {
  readonly admin: readonly PrivilegeLine[];
  readonly daily: readonly PrivilegeLine[];
  readonly comfyui: readonly PrivilegeLine[];
}

/** Null where there are no such accounts. What nobody could look at is said to be not known, never to be good. */
export function privilegePicture(layers: readonly LayerView[]): PrivilegePicture | null {
  const found = shownBy(layers.flatMap((layer) => layer.controls));
  const accounts = found.verdictOf('windows.accounts');
  if (accounts === 'not-applicable') return null;
  const isKnown = accounts !== 'unknown' && accounts !== 'checking';
  return {
    admin: [isKnown ? administrators : notKnown, ...(found.has('account.panel-runs-as-admin') ? [panelIsAdmin] : [])],
    daily: isKnown ? dailyOf(found) : [notKnown],
    comfyui: [...(isKnown ? [] : [notKnown]), ...comfyuiOf(found)],
  };
}

function line(
  id: string,
  key: string | null,
  unlocks: string,
  tone: PrivilegeLine['tone'] = 'expected',
): PrivilegeLine {
  return { id, key, unlocks, tone };
}

const notKnown = line('not-known', null, 'not known: nobody could look', 'look');
const administrators = line('administrators', 'Administrators', 'everything on this PC; installs only, signed out');
const panelIsAdmin = line('panel-is-admin', 'Airlock itself', 'runs with these rights right now', 'bad');
/** Which of the two it is, the summary of the chip says. */
const perhapsAdministrator = line(
  'perhaps-administrator',
  'Administrators, perhaps',
  'everything on this PC, for whatever it runs',
  'bad',
);

function dailyOf({ has }: Shown): readonly PrivilegeLine[] {
  return [has('account.is-admin') ? perhapsAdministrator : line('no-access', null, 'no access to the stack')];
}

function comfyuiOf(found: Shown): readonly PrivilegeLine[] {
  const isAdmin = found.has('account.is-admin') ? [perhapsAdministrator] : [];
  const lines = [...isAdmin, ...dockerUsersOf(found), ...hypervOf(found), ...ownedBy(found)];
  return lines.length === 0 ? [line('holds-nothing', null, 'holds nothing of the stack')] : lines;
}

function dockerUsersOf({ verdictOf, has }: Shown): readonly PrivilegeLine[] {
  const key = 'docker-users';
  if (verdictOf(`windows.${key}`) === 'not-applicable') return [];
  if (has('docker-users.sign-out-needed'))
    return [line('docker-users-later', key, 'counts once it has signed out and in again', 'look')];
  if (has('docker-users.not-member')) return [line('docker-users-not', null, 'not in docker-users', 'look')];
  if (has('docker-users.no-group')) return [line('docker-users-none', null, 'there is no group docker-users', 'look')];
  if (!isSeen(verdictOf(`windows.${key}`))) return [line('docker-users-unknown', key, 'not known', 'look')];
  return [line('docker-users', key, 'Docker Desktop’s privileged helper')];
}

/** Membership is what the guide asks for and what WSL never asks for: it is named, not praised. */
function hypervOf({ verdictOf, has }: Shown): readonly PrivilegeLine[] {
  const key = 'Hyper-V Administrators';
  const verdict = verdictOf('windows.hyperv-admins');
  if (verdict === 'not-applicable') return [];
  if (has('hyperv-admins.not-member'))
    return [line('hyperv-out', null, 'not in Hyper-V Administrators, and needs it for nothing')];
  if (!isSeen(verdict)) return [line('hyperv-unknown', key, 'not known', 'look')];
  return [line('hyperv', key, 'every virtual machine of this PC; nothing that it needs', 'look')];
}

function ownedBy({ verdictOf, has }: Shown): readonly PrivilegeLine[] {
  const shared = has('vhd.others-may-write')
    ? [line('disk-shared', 'models disk', 'other accounts may write to it as well', 'bad')]
    : [];
  return [
    ...when(verdictOf('docker.engine'), line('engine', 'the engine it starts', 'root in the engine’s own machine')),
    ...when(verdictOf('wsl.distro-visible'), line('distro', 'its distribution', 'root inside it, without a password')),
    ...when(verdictOf('windows.vhd-acl'), line('disk', 'models disk', 'attaches and changes it')),
    ...shared,
  ];
}

function when(verdict: ShownVerdict, one: PrivilegeLine): readonly PrivilegeLine[] {
  return verdict === 'pass' || verdict === 'stale' ? [one] : [];
}

/** Somebody looked and could tell. */
function isSeen(verdict: ShownVerdict): boolean {
  return verdict !== 'unknown' && verdict !== 'checking';
}
