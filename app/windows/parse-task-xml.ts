import { readXml, type XmlElement } from './read-xml.ts';

/** Somebody a task names: by SID, or by a name such as PC\comfyui. */
interface TaskPrincipal {
  readonly userId: string | null;
  readonly groupId: string | null;
  /** InteractiveToken, Password, S4U, …; null where the task does not say. */
  readonly logonType: string | null;
  readonly runsHighest: boolean;
}

interface LogonTrigger {
  readonly isEnabled: boolean;
  /** Null means: whoever signs in. */
  readonly userId: string | null;
  /** When it ends to count, as written; null when never. */
  readonly endsAt: string | null;
}

export interface TaskAction {
  readonly command: string;
  readonly argumentLine: string;
}

/** What one scheduled task does, when, and as whom. */
export interface ScheduledTask {
  readonly isEnabled: boolean;
  readonly principal: TaskPrincipal;
  readonly logonTriggers: readonly LogonTrigger[];
  /** Names of triggers of any other kind. */
  readonly otherTriggers: readonly string[];
  readonly actions: readonly TaskAction[];
  /** Names of actions that are not the start of a program. */
  readonly otherActions: readonly string[];
  readonly needsMainsPower: boolean;
}

/** Reads a task as Export-ScheduledTask and schtasks write it, in a language of its own. Null when it is not one. */
export function parseTaskXml(xml: string): ScheduledTask | null {
  const task = readXml(xml);
  if (task?.name !== 'Task' || isAmbiguous(task)) return null;
  const actions = one(task, 'Actions');
  const principal = principalFor(task, actions?.attributes.get('Context'));
  if (actions === null || principal === null) return null;
  const settings = one(task, 'Settings');
  const triggers = one(task, 'Triggers')?.children ?? [];
  return {
    isEnabled: flag(settings, 'Enabled', true),
    principal,
    logonTriggers: triggers.filter(named('LogonTrigger')).map(logonTrigger),
    otherTriggers: triggers.filter((trigger) => trigger.name !== 'LogonTrigger').map((trigger) => trigger.name),
    actions: actions.children.filter(named('Exec')).map(taskAction),
    otherActions: actions.children.filter((action) => action.name !== 'Exec').map((action) => action.name),
    needsMainsPower: flag(settings, 'DisallowStartIfOnBatteries', true),
  };
}

const lists: readonly string[] = ['Triggers', 'Actions', 'Principals'];

/** Whether anything but a trigger, an action or a principal is there twice: nobody could tell which one counts. */
function isAmbiguous(task: XmlElement): boolean {
  const sections = task.children;
  const members = sections.filter(({ name }) => lists.includes(name)).flatMap(({ children }) => children);
  const parents = [task, ...sections.filter(({ name }) => name === 'Settings'), ...members];
  return parents.some(({ children }) => new Set(children.map(({ name }) => name)).size < children.length);
}

/** The principal that the actions name; the only one where they name none. Null when there is no telling. */
function principalFor(task: XmlElement, context: string | undefined): TaskPrincipal | null {
  const principals = (one(task, 'Principals')?.children ?? []).filter(named('Principal'));
  const fitting = principals.filter((each) => context === undefined || each.attributes.get('id') === context);
  const [principal, ...more] = fitting.length === 0 ? principals : fitting;
  if (principal === undefined || more.length > 0) return null;
  return {
    userId: textOf(principal, 'UserId'),
    groupId: textOf(principal, 'GroupId'),
    logonType: textOf(principal, 'LogonType'),
    runsHighest: textOf(principal, 'RunLevel') === 'HighestAvailable',
  };
}

function logonTrigger(trigger: XmlElement): LogonTrigger {
  return {
    isEnabled: flag(trigger, 'Enabled', true),
    userId: textOf(trigger, 'UserId'),
    endsAt: textOf(trigger, 'EndBoundary'),
  };
}

function taskAction(action: XmlElement): TaskAction {
  return { command: textOf(action, 'Command') ?? '', argumentLine: textOf(action, 'Arguments') ?? '' };
}

function named(name: string): (element: XmlElement) => boolean {
  return (element) => element.name === name;
}

function one(parent: XmlElement, name: string): XmlElement | null {
  return parent.children.find(named(name)) ?? null;
}

function textOf(parent: XmlElement, name: string): string | null {
  const text = one(parent, name)?.text.trim() ?? '';
  return text === '' ? null : text;
}

function flag(parent: XmlElement | null, name: string, otherwise: boolean): boolean {
  const text = parent === null ? null : textOf(parent, name);
  if (text === null) return otherwise;
  return text === 'true' || text === '1';
}
