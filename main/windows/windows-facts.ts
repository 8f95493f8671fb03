import * as z from 'zod/mini';

const sid = z.string().check(z.regex(/^S-1-\d{1,15}(?:-\d{1,10}){1,15}$/u));
const text = z.string().check(z.maxLength(4_096));
const whole = z.int().check(z.gte(0));

const group = z.object({
  sid,
  name: text,
  members: z.array(sid),
  /** `adsi` when a member whose account is gone broke the cmdlet. */
  way: z.enum(['cmdlet', 'adsi']),
});

const distro = z.object({
  id: text,
  name: text,
  basePath: text,
  /** Of the layout of its files. WSL 1 or 2 is a bit of `flags`. */
  version: z.nullable(whole),
  /** 1 is installed; 3 to 6 are installing, uninstalling, converting, exporting. */
  state: z.nullable(whole),
  /** 1 interop, 2 Windows' search path, 4 drives mounted, 8 WSL 2. */
  flags: z.nullable(whole),
  defaultUid: z.nullable(whole),
  isDefault: z.boolean(),
});

const lastRun = z.object({
  /** 1 disabled, 2 queued, 3 ready, 4 running. */
  state: z.int(),
  result: z.int(),
  missed: whole,
  at: z.nullable(text),
});

/** What assets/windows/sweep.ps1 answers to each of its questions. */
export const windowsQuestions = {
  system: z.object({
    computer: text,
    build: whole,
    revision: z.nullable(whole),
    edition: text,
    sku: z.int(),
    systemDrive: text,
    rebootPending: z.boolean(),
    powershell: text,
  }),
  /** Whoever runs Airlock, as the token says: memberships that count since the last sign-in. */
  account: z.object({ sid, name: text, groups: z.array(sid), denyOnly: z.array(sid) }),
  users: z.array(z.object({ sid, name: text, enabled: z.boolean() })),
  administrators: z.nullable(group),
  hypervAdministrators: z.nullable(group),
  dockerUsers: z.nullable(group),
  /** 1 enabled, 2 disabled, 3 absent, 4 unknown. */
  features: z.array(z.object({ name: text, state: z.int() })),
  virtualization: z.object({ hypervisor: z.boolean(), firmware: z.boolean() }),
  services: z.array(z.object({ name: text, state: text, start: text })),
  lxss: z.array(distro),
  /** Accounts that are signed in; `names` of their distributions is null where they may not be read. */
  otherAccounts: z.array(z.object({ sid, names: z.nullable(z.array(text)) })),
  policies: z.array(z.object({ name: text, value: text })),
  vhd: z.object({
    exists: z.boolean(),
    isFolder: z.boolean(),
    bytes: z.nullable(whole),
    changedAt: z.nullable(text),
  }),
  /** SDDL. */
  vhdRights: z.string().check(z.maxLength(65_536)),
  folderRights: z.string().check(z.maxLength(65_536)),
  vhdDisk: z.object({ virtualBytes: whole, isAttachedHere: z.boolean() }),
  task: z.object({
    isVisible: z.boolean(),
    /** Whether Windows knows such a task at all; null when that may not be read. */
    isListed: z.nullable(z.boolean()),
    xml: z.nullable(z.string().check(z.maxLength(262_144))),
    lastRun: z.nullable(lastRun),
  }),
  dockerDesktop: z.object({
    /** Versions; null where it is not installed that way. */
    forAll: z.nullable(text),
    forThisAccount: z.nullable(text),
    processes: z.array(z.object({ name: text, session: whole, owner: z.nullable(sid) })),
  }),
  gpu: z.object({ driver: z.nullable(text), hasTool: z.boolean() }),
  drives: z.array(z.object({ id: text, fileSystem: text, bytes: whole, freeBytes: whole })),
} as const;

export type WindowsQuestion = keyof typeof windowsQuestions;
export type WindowsAnswer<Q extends WindowsQuestion> = z.infer<(typeof windowsQuestions)[Q]>;

/** One answer, or why it cannot be told. The words themselves are kept as evidence. */
export type Reading<T> =
  | { readonly isKnown: true; readonly value: T; readonly raw: string }
  | { readonly isKnown: false; readonly why: string; readonly raw: string };

/** What one look at Windows has found: every question answered or not, each by itself. */
export type WindowsFacts = { readonly [Q in WindowsQuestion]: Reading<WindowsAnswer<Q>> };

export type LocalGroup = NonNullable<WindowsAnswer<'administrators'>>;
