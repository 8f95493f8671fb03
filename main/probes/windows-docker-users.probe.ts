import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { noEngineEvent, windowsTimeoutMs } from './windows-look.ts';
import { membershipIn, type Membership } from './windows-membership.ts';

/** Is the account that runs ComfyUI in docker-users, and does its sign-in know? */
export const windowsDockerUsers = probeOf({
  control: 'windows.docker-users',
  timeoutMs: windowsTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const { accounts } = context.profile.windows;
  const found = await membershipIn('dockerUsers', accounts.comfyui, await context.windows(), notes);
  return 'answer' in found ? found.answer : answerOf(found);
}

function answerOf({ user, group, isMember, isInToken }: Membership): Answer {
  if (group === null) {
    return {
      verdict: 'fail',
      summary: 'There is no group docker-users: Docker Desktop is not installed, or for one account only.',
      marks: ['docker-users.no-group'],
    };
  }
  if (!isMember) {
    return {
      verdict: 'fail',
      summary: `${user.name} is not in docker-users. The guide asks for it; today the group guards Docker Desktop’s privileged helper, not the engine.`,
      marks: ['docker-users.not-member'],
      remedies: ['windows.join-docker-users'],
    };
  }
  if (isInToken === false) {
    return {
      verdict: 'warn',
      summary: `${user.name} is in docker-users, but signed in before that: it counts after signing out and in again.`,
      marks: ['docker-users.sign-out-needed'],
    };
  }
  const known = isInToken === null ? ' Whether its sign-in is newer than that, only itself can see.' : '';
  return { verdict: 'pass', summary: `${user.name} is in docker-users.${known}` };
}
