import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { noEngineEvent, windowsTimeoutMs } from './windows-look.ts';
import { membershipIn, type Membership } from './windows-membership.ts';

/**
 * Is the account that runs ComfyUI in Hyper-V Administrators? The guide asks for it, so a member is as the guide says. WSL
 * does not, and the membership widens rights, so a PC without it is the safer one: the control does not apply there.
 */
export const windowsHypervAdmins = probeOf({
  control: 'windows.hyperv-admins',
  timeoutMs: windowsTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const { accounts } = context.profile.windows;
  const found = await membershipIn('hypervAdministrators', accounts.comfyui, await context.windows(), notes);
  return 'answer' in found ? found.answer : answerOf(found);
}

function answerOf({ user, group, isMember, isInToken }: Membership): Answer {
  if (group === null) {
    return {
      verdict: 'not-applicable',
      summary: 'This Windows has no such group, and WSL does not ask for it.',
      marks: ['hyperv-admins.not-member'],
    };
  }
  if (!isMember) {
    return {
      verdict: 'not-applicable',
      summary: `${user.name} is not a member. The guide asks for it, WSL does not: leaving it out is stronger.`,
      marks: ['hyperv-admins.not-member'],
      remedies: ['windows.join-hyperv-admins'],
    };
  }
  if (isInToken === false) {
    return {
      verdict: 'warn',
      summary: `${user.name} is a member, but signed in before that: it counts after signing out and in again.`,
      marks: ['hyperv-admins.sign-out-needed'],
    };
  }
  return {
    verdict: 'pass',
    summary: `${user.name} is a member, as the guide asks. WSL does not need it, and it widens what the account may do.`,
  };
}
