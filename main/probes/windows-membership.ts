import type { LocalGroup, Reading, WindowsFacts } from '../windows/windows-facts.ts';
import type { Answer, Notes } from './look-up.ts';
import { cannotTell, comfyuiAccount, isMember, noteAnswer, type LocalUser } from './windows-look.ts';

/** How the account that runs ComfyUI stands to one local group. */
export interface Membership {
  readonly user: LocalUser;
  /** Null when there is no such group on this PC. */
  readonly group: LocalGroup | null;
  readonly isMember: boolean;
  /** Whether its sign-in knows of the membership; null when another account looks, which cannot tell. */
  readonly isInToken: boolean | null;
}

/** The two groups that the guide asks for, and how a person would list their members. */
const asked = {
  dockerUsers: 'Get-LocalGroupMember -Name docker-users',
  hypervAdministrators: 'Get-LocalGroupMember -SID S-1-5-32-578',
} as const;

export async function membershipIn(
  name: keyof typeof asked,
  comfyui: string,
  facts: WindowsFacts,
  notes: Notes,
): Promise<Membership | { readonly answer: Answer }> {
  const account = await comfyuiAccount(notes, facts, comfyui);
  const group = await noteAnswer(notes, asked[name], facts[name]);
  const token = await noteAnswer(notes, 'whoami /groups, of the process that looks', facts.account);
  if ('answer' in account) return account;
  if (!group.isKnown) return { answer: cannotTell('Who is in the group', group.why) };
  const { user } = account;
  return {
    user,
    group: group.value,
    isMember: group.value !== null && isMember(group.value, user.sid),
    isInToken: tokenHolds(token, user, group.value),
  };
}

function tokenHolds(
  token: Reading<{ readonly sid: string; readonly groups: readonly string[] }>,
  user: LocalUser,
  group: LocalGroup | null,
): boolean | null {
  if (!token.isKnown || group === null || token.value.sid !== user.sid) return null;
  return token.value.groups.includes(group.sid);
}
