import type { Verb } from './verb.ts';

interface VerbEntry {
  readonly name: string;
  readonly summary: string;
  /** Verbs that only Airlock itself calls are not in the help. */
  readonly hidden?: boolean;
  readonly load: () => Promise<Verb>;
}

/** Every verb; each is loaded only when it is asked for. */
export const verbs: readonly VerbEntry[] = [
  {
    name: 'status',
    summary: 'looks at every control once and says which hold',
    load: async () => (await import('./verbs/status.ts')).status,
  },
  {
    name: 'launch',
    summary: 'starts ComfyUI behind a wall, proves the wall, and returns',
    load: async () => (await import('./verbs/launch.ts')).launch,
  },
  {
    name: 'stop',
    summary: 'ends the session and takes everything of it down',
    load: async () => (await import('./verbs/stop.ts')).stop,
  },
  {
    name: 'resume',
    summary: 'after a breach: mends the wall, tests it, lets ComfyUI go on',
    load: async () => (await import('./verbs/resume.ts')).resume,
  },
  {
    name: 'verify',
    summary: 'tests the wall of the running session again',
    load: async () => (await import('./verbs/verify.ts')).verify,
  },
  {
    name: 'watch',
    summary: 'tells what happens until it is interrupted',
    load: async () => (await import('./verbs/watch.ts')).watch,
  },
  {
    name: 'log',
    summary: 'shows the activity log, or checks that nobody changed it',
    load: async () => (await import('./verbs/log.ts')).log,
  },
  {
    name: 'doctor',
    summary: 'names what is wrong with this machine and what to do',
    load: async () => (await import('./verbs/doctor.ts')).doctor,
  },
  {
    name: 'remedy',
    summary: 'shows what could be mended, mends it, or takes it back',
    load: async () => (await import('./verbs/remedy.ts')).remedy,
  },
  {
    name: 'profile',
    summary: 'checks or shows what you decided',
    load: async () => (await import('./verbs/profile.ts')).profile,
  },
  {
    name: 'practice',
    summary: 'the same as status on a simulated PC that you can break',
    load: async () => (await import('./verbs/practice.ts')).practice,
  },
  {
    name: 'setup',
    summary: 'the steps to a hardened machine, and how far you are',
    load: async () => (await import('./verbs/setup.ts')).setup,
  },
  {
    name: 'version',
    summary: 'prints the version',
    load: async () => (await import('./verbs/version.ts')).versionVerb,
  },
  {
    name: 'watch-session',
    summary: 'watches one session until it ends',
    hidden: true,
    load: async () => (await import('./verbs/watch-session.ts')).watchSessionVerb,
  },
];
