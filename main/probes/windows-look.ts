import { broadSids, wellKnown } from '../../app/windows/well-known-sids.ts';
import type { EngineEvent } from '../docker/engine.ts';
import type { LocalGroup, Reading, WindowsAnswer, WindowsFacts } from '../windows/windows-facts.ts';
import type { Answer, Notes } from './look-up.ts';

/** PowerShell may have to start cold for the look that all these probes share. */
export const windowsTimeoutMs = 45_000;

/** Nothing that the engine reports changes Windows itself. */
export const noEngineEvent = (_event: EngineEvent): boolean => false;

export type LocalUser = WindowsAnswer<'users'>[number];

/** Notes an answer of the sweep with the command that a person would give for it. */
export function noteAnswer<T>(notes: Notes, source: string, reading: Reading<T>): Promise<Reading<T>> {
  return notes.read(source, Promise.resolve(reading), ({ isKnown, raw, ...rest }) =>
    isKnown || !('why' in rest) ? raw : `(${rest.why})`,
  );
}

export function cannotTell(what: string, why: string): Answer {
  return { verdict: 'unknown', summary: `${what} cannot be told: ${why}.` };
}

/** Windows does not mind the case of letters. */
export function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

export function userNamed(users: readonly LocalUser[], name: string): LocalUser | null {
  return users.find((user) => isSame(user.name, name)) ?? null;
}

/** Listed itself, or as one of everybody. */
export function isMember({ members }: LocalGroup, sid: string): boolean {
  return members.includes(sid) || members.some((member) => broadSids.includes(member));
}

/** Whether this process has an administrator's rights, not only the account. */
export function isElevated({ groups }: WindowsAnswer<'account'>): boolean {
  return groups.includes(wellKnown.administrators);
}

/** An account's own SID and those it has by signing in at all; of the one that runs this, what its token says. */
export function sidsOf(sid: string, { account }: WindowsFacts): ReadonlySet<string> {
  const usual = [sid, ...broadSids];
  return new Set(account.isKnown && account.value.sid === sid ? [sid, ...account.value.groups] : usual);
}

/** The account that ComfyUI has to run as; or what to answer where there is no telling which one that is. */
export async function comfyuiAccount(
  notes: Notes,
  facts: WindowsFacts,
  name: string,
): Promise<{ readonly user: LocalUser } | { readonly answer: Answer }> {
  const users = await noteAnswer(notes, 'Get-LocalUser', facts.users);
  if (!users.isKnown) return { answer: cannotTell('Which account is meant', users.why) };
  const user = userNamed(users.value, name);
  if (user !== null) return { user };
  return {
    answer: { verdict: 'unknown', summary: `There is no account ${name} on this PC yet.`, marks: ['account.missing'] },
  };
}
