import type { Mark } from '../../app/findings/mark.ts';
import type { Verdict } from '../../app/findings/verdict.ts';
import { mountActionOf } from '../../app/windows/mount-action.ts';
import { parseTaskXml, type ScheduledTask } from '../../app/windows/parse-task-xml.ts';
import type { WindowsAnswer, WindowsFacts } from '../windows/windows-facts.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import {
  cannotTell,
  comfyuiAccount,
  isElevated,
  isSame,
  noEngineEvent,
  noteAnswer,
  windowsTimeoutMs,
  type LocalUser,
} from './windows-look.ts';

/** Does a task attach the models disk when the account that runs ComfyUI signs in, and as that account? */
export const windowsAutomountTask = probeOf({
  control: 'windows.automount-task',
  timeoutMs: windowsTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

type TaskAnswer = WindowsAnswer<'task'>;
type LastRun = NonNullable<TaskAnswer['lastRun']>;

/** SCHED_S_TASK_HAS_NOT_RUN and SCHED_S_TASK_RUNNING: no results of a run. */
const hasNotRun = 0x4_1303;
const isRunning = 0x4_1301;

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const { accounts, mountTask, modelsVhd } = context.profile.windows;
  const facts = await context.windows();
  const account = await comfyuiAccount(notes, facts, accounts.comfyui);
  const task = await noteAnswer(notes, `schtasks /query /tn "${mountTask}" /xml; Get-ScheduledTaskInfo`, facts.task);
  if ('answer' in account) return account.answer;
  if (!task.isKnown) return cannotTell('What the task is like', task.why);
  const { isVisible, xml, lastRun } = task.value;
  if (!isVisible) return notVisible(task.value, account.user, facts);
  const parsed = xml === null ? null : parseTaskXml(xml);
  if (parsed === null) return cannotTell('What the task does', 'its XML is not that of a task');
  const complaints = [
    ...whoRunsIt(parsed, account.user, facts),
    ...whenItRuns(parsed, account.user, { facts, nowMs: context.now() }),
    ...whatItDoes(parsed, modelsVhd),
    ...(parsed.isEnabled ? [] : [{ verdict: 'fail', says: 'it is switched off', mark: 'task.disabled' } as const]),
  ];
  return answerOf(complaints.length > 0 ? complaints : howItWent(lastRun), account.user);
}

/** Whoever may not see a task cannot tell it from one that is not there, but for the list that Windows keeps. */
function notVisible({ isListed }: TaskAnswer, user: LocalUser, { account }: WindowsFacts): Answer {
  const sees = account.isKnown && (account.value.sid === user.sid || isElevated(account.value));
  if (isListed === false || (sees && isListed !== true)) {
    return {
      verdict: 'fail',
      summary: 'There is no task that attaches the models disk; it has to be attached by hand after every sign-in.',
      marks: ['task.missing'],
      remedies: ['windows.register-task'],
    };
  }
  if (!sees) {
    const who = 'this account may not see tasks of others';
    return cannotTell('What the task is like', isListed === true ? `it is there, but ${who}` : who);
  }
  return {
    verdict: 'fail',
    summary: `The task belongs to another account: ${user.name} may not even see it. It attaches the disk to that account’s WSL.`,
    marks: ['task.wrong-principal'],
    remedies: ['windows.register-task'],
  };
}

/** One thing that is not as it should be. */
interface Complaint {
  readonly verdict: Extract<Verdict, 'fail' | 'warn' | 'unknown'>;
  readonly says: string;
  readonly mark: Mark;
}

function whoRunsIt({ principal }: ScheduledTask, user: LocalUser, facts: WindowsFacts): readonly Complaint[] {
  const { userId, groupId, logonType } = principal;
  const whose = userId === null ? 'other' : ownerOf(userId, user, facts);
  if (whose !== 'own') {
    const who = userId === null ? (groupId ?? 'nobody in particular') : nameOf(userId, facts);
    const verdict = whose === 'other' ? 'fail' : 'unknown';
    const says = `it runs as ${who}, so the disk is attached to another account’s WSL`;
    return [{ verdict, says: verdict === 'fail' ? says : unclear(who), mark: 'task.wrong-principal' }];
  }
  if (logonType === 'InteractiveToken') return [];
  const says = `it runs with a sign-in of its own (${logonType ?? 'not said'}) instead of that of ${user.name}’s desktop`;
  return [{ verdict: 'fail', says, mark: 'task.wrong-logon-type' }];
}

function whenItRuns(
  { logonTriggers }: ScheduledTask,
  user: LocalUser,
  { facts, nowMs }: { readonly facts: WindowsFacts; readonly nowMs: number },
): readonly Complaint[] {
  const counts = logonTriggers.filter(({ isEnabled, endsAt }) => isEnabled && !isOver(endsAt, nowMs));
  const owners = counts.map(({ userId }) => (userId === null ? 'own' : ownerOf(userId, user, facts)));
  if (owners.includes('own')) return [];
  if (owners.includes('unclear')) {
    const names = counts.map(({ userId }) => userId ?? '').join(', ');
    return [{ verdict: 'unknown', says: unclear(names), mark: 'task.wrong-trigger' }];
  }
  const says = `it does not start when ${user.name} signs in`;
  return [{ verdict: 'fail', says, mark: 'task.wrong-trigger' }];
}

function unclear(who: string): string {
  return `whether ${who} is an account of this PC cannot be told`;
}

/** A date that cannot be read may be over: then it does not count. */
function isOver(endsAt: string | null, nowMs: number): boolean {
  if (endsAt === null) return false;
  const endMs = Date.parse(endsAt);
  return Number.isNaN(endMs) || endMs <= nowMs;
}

function whatItDoes({ actions, otherActions }: ScheduledTask, vhd: string): readonly Complaint[] {
  const kinds = actions.map((action) => mountActionOf(action, vhd));
  if (kinds.includes('attaches')) return [];
  const commands = actions.map(({ command, argumentLine }) => `${command} ${argumentLine}`.trim());
  const does = [...commands, ...otherActions].join('; ') || 'nothing';
  if (kinds.includes('perhaps')) {
    const says = `it starts something that cannot be looked through (${does})`;
    return [{ verdict: 'warn', says, mark: 'task.wrong-action' }];
  }
  return [{ verdict: 'fail', says: `it does not attach ${vhd} but: ${does}`, mark: 'task.wrong-action' }];
}

/** A run that failed may only have found the disk attached already, so it does not prove that the task is wrong. */
function howItWent(lastRun: LastRun | null): readonly Complaint[] {
  if (lastRun === null) return [{ verdict: 'warn', says: 'how it went last cannot be seen', mark: 'task.never-ran' }];
  const { result } = lastRun;
  if (result === 0 || result === isRunning) return [];
  if (result === hasNotRun) return [{ verdict: 'warn', says: 'it has never run yet', mark: 'task.never-ran' }];
  const code = (result >>> 0).toString(16).padStart(8, '0');
  const says = `its last run ended with ${String(result)} (0x${code}); the disk may have been attached already`;
  return [{ verdict: 'warn', says, mark: 'task.last-run-failed' }];
}

/** Whom a task means: by SID, or by a name with or without that of the PC in front. */
function ownerOf(id: string, user: LocalUser, { system }: WindowsFacts): 'own' | 'other' | 'unclear' {
  if (/^S-1-/iu.test(id)) return isSame(id, user.sid) ? 'own' : 'other';
  const [name = '', domain] = id.split('\\').reverse();
  if (!isSame(name, user.name)) return 'other';
  if (domain === undefined || domain === '.') return 'own';
  if (!system.isKnown) return 'unclear';
  return isSame(domain, system.value.computer) ? 'own' : 'other';
}

function nameOf(id: string, { users }: WindowsFacts): string {
  const known = users.isKnown ? users.value.find(({ sid }) => sid === id) : undefined;
  return known?.name ?? id;
}

function answerOf(complaints: readonly Complaint[], user: LocalUser): Answer {
  const [first] = complaints;
  if (first === undefined) {
    return {
      verdict: 'pass',
      summary: `A task attaches the models disk as ${user.name} when it signs in; its last run went well.`,
    };
  }
  const order = ['fail', 'unknown', 'warn'] as const;
  const verdict = order.find((each) => complaints.some((one) => one.verdict === each)) ?? 'unknown';
  const marks = complaints.map(({ mark }) => mark);
  const isWrong = verdict === 'fail';
  return {
    verdict,
    summary: `The task is there, but ${complaints.map(({ says }) => says).join('; ')}.`,
    marks,
    ...(isWrong ? { remedies: ['windows.register-task'] as const } : {}),
  };
}
