import type { Mark } from '../../app/findings/mark.ts';
import type { Verdict } from '../../app/findings/verdict.ts';
import { wellKnown } from '../../app/windows/well-known-sids.ts';
import type { LocalGroup, WindowsAnswer, WindowsFacts } from '../windows/windows-facts.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import {
  cannotTell,
  isElevated,
  isMember,
  isSame,
  noEngineEvent,
  noteAnswer,
  userNamed,
  windowsTimeoutMs,
  type LocalUser,
} from './windows-look.ts';

/** Are there three accounts, is only one of them an administrator, and does the right one run this? */
export const windowsAccounts = probeOf({
  control: 'windows.accounts',
  timeoutMs: windowsTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

type Role = 'admin' | 'daily' | 'comfyui';
type Names = Readonly<Record<Role, string>>;
type Found = Readonly<Record<Role, LocalUser>>;

/** One thing that is not as it should be. */
interface Complaint {
  readonly verdict: Verdict;
  readonly says: string;
  readonly mark: Mark | null;
}

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const names = context.profile.windows.accounts;
  const facts = await context.windows();
  const users = await noteAnswer(notes, 'Get-LocalUser', facts.users);
  const admins = await noteAnswer(notes, `Get-LocalGroupMember -SID ${wellKnown.administrators}`, facts.administrators);
  await noteAnswer(notes, 'whoami /all, of the process that looks', facts.account);
  if (!users.isKnown) return cannotTell('Which accounts there are', users.why);
  const found = findAll(users.value, names);
  if ('missing' in found) return missing(found.missing);
  const shared = twins(names);
  if (shared !== null)
    return { verdict: 'fail', summary: `The profile gives ${shared} two roles; it takes three accounts.` };
  if (!admins.isKnown) return cannotTell('Who is an administrator', admins.why);
  if (admins.value === null) return cannotTell('Who is an administrator', 'Windows names no group of them');
  const complaints = [...rightsOf(found, admins.value, facts), ...runningAs(found, facts)];
  return complaints.length === 0 ? inOrder(names, facts) : answerOf(complaints);
}

function findAll(users: readonly LocalUser[], names: Names): Found | { readonly missing: readonly string[] } {
  const [admin, daily, comfyui] = [names.admin, names.daily, names.comfyui].map((name) => userNamed(users, name));
  if (admin && daily && comfyui) return { admin, daily, comfyui };
  const all = [names.admin, names.daily, names.comfyui];
  return { missing: all.filter((name) => userNamed(users, name) === null) };
}

function missing(names: readonly string[]): Answer {
  return {
    verdict: 'fail',
    summary: `No such account on this PC: ${names.join(', ')}. Create it, or put the name that yours has into the profile.`,
    marks: ['account.missing'],
    remedies: ['windows.create-accounts'],
  };
}

function twins({ admin, daily, comfyui }: Names): string | null {
  if (isSame(admin, daily) || isSame(admin, comfyui)) return admin;
  return isSame(daily, comfyui) ? daily : null;
}

function rightsOf({ admin, daily, comfyui }: Found, group: LocalGroup, facts: WindowsFacts): readonly Complaint[] {
  const complaints: Complaint[] = [];
  for (const user of [comfyui, daily]) {
    if (isMember(group, user.sid) || tokenSaysAdmin(user, facts)) {
      const says = `${user.name} is an administrator; change its type to "Standard" in Settings, Accounts`;
      complaints.push({ verdict: 'fail', says, mark: 'account.is-admin' });
    }
    if (!user.enabled) {
      complaints.push({ verdict: 'fail', says: `${user.name} is switched off`, mark: 'account.disabled' });
    }
  }
  if (!group.members.includes(admin.sid)) {
    complaints.push({ verdict: 'warn', says: `${admin.name} is no administrator, so it cannot install`, mark: null });
  } else if (!admin.enabled) {
    complaints.push({ verdict: 'warn', says: `${admin.name} is switched off`, mark: 'account.disabled' });
  }
  return complaints;
}

/** Also where the rights rest until they are asked for, and where they come from a group within the group. */
function tokenSaysAdmin({ sid }: LocalUser, { account }: WindowsFacts): boolean {
  if (!account.isKnown || account.value.sid !== sid) return false;
  return [...account.value.groups, ...account.value.denyOnly].includes(wellKnown.administrators);
}

function runningAs({ comfyui }: Found, { account }: WindowsFacts): readonly Complaint[] {
  if (!account.isKnown) {
    const says = `which account runs Airlock cannot be told (${account.why})`;
    return [{ verdict: 'unknown', says, mark: null }];
  }
  if (isElevated(account.value)) {
    const says = `Airlock runs with administrator rights, as ${shortName(account.value)}; start it as ${comfyui.name}`;
    return [{ verdict: 'warn', says, mark: 'account.panel-runs-as-admin' }];
  }
  if (account.value.sid === comfyui.sid) return [];
  const says = `Airlock runs as ${shortName(account.value)}; WSL and the engine of ${comfyui.name} cannot be seen from there`;
  return [{ verdict: 'warn', says, mark: 'account.panel-runs-as-other' }];
}

function shortName({ name }: WindowsAnswer<'account'>): string {
  return name.slice(name.lastIndexOf('\\') + 1);
}

/** The worst decides; what cannot be told only where nothing is known to be wrong. */
function answerOf(complaints: readonly Complaint[]): Answer {
  const order: readonly Verdict[] = ['fail', 'unknown', 'warn'];
  const verdict = order.find((each) => complaints.some((one) => one.verdict === each)) ?? 'unknown';
  const words = complaints.map(({ says }) => says).join('; ');
  const marks = complaints.flatMap(({ mark }) => (mark === null ? [] : [mark]));
  const summary = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  return { verdict, summary, marks: [...new Set(marks)] };
}

function inOrder({ admin, daily, comfyui }: Names, { otherAccounts }: WindowsFacts): Answer {
  const signedIn = otherAccounts.isKnown && otherAccounts.value.length > 0;
  const others = signedIn ? ' Another account is signed in as well.' : '';
  return {
    verdict: 'pass',
    summary: `Three accounts: ${admin} administers, ${daily} and ${comfyui} do not, and ${comfyui} runs this.${others}`,
  };
}
