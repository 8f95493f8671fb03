import type { Failure } from '../../../app/errors/airlock-error.ts';
import type { Finding } from '../../../app/findings/finding.ts';
import { profileSchema, type Profile } from '../../../app/launch/profile.ts';
import { guestFacts } from '../../wsl/guest-facts.ts';
import { readGuestOutput } from '../../wsl/guest-sections.ts';
import { guestOutput, type FakeSection } from '../../wsl/testing/fake-guest.ts';
import type { LxssView, WslFacts } from '../../wsl/wsl-facts.ts';
import type { Probe } from '../probe.ts';
import { ask } from './fake-context.ts';
import { nowMs } from './fake-facts.ts';

/** Sections of the guest that differ; null is one that is missing. */
export type FakeSections = Readonly<Record<string, FakeSection | null>>;

/** One PC as layer ② sees it; what a test does not mention is in order. */
export interface FakeWsl {
  readonly guest?: FakeSections;
  /** The whole output of the guest, for damaged ones. */
  readonly output?: Buffer;
  /** Why the guest could not be asked. */
  readonly failure?: Failure;
  /** Null when there is no .wslconfig. */
  readonly wslconfig?: string | null;
  readonly wslconfigFailure?: Failure;
  /** Milliseconds since 1970. */
  readonly wslconfigChangedAtMs?: number;
  readonly lxss?: LxssView | Error;
  readonly profile?: Partial<Profile>;
}

export const goodWslconfig = '[wsl2]\r\nnetworkingMode=nat\r\nmemory=16GB\r\nswap=8GB\r\n';
const goodLxss: LxssView = { lxss: [{ name: 'Ubuntu-24.04', version: 2, state: 1 }], otherLxss: [] };

/** An error as a `wsl.exe` that refuses gives it. */
export function wslFailure(code: Failure['code']): Failure {
  return { code, message: `seen as ${code}`, next: 'Look.' };
}

/** Asks a probe of layer ② about this PC. */
export function askWsl(probe: Probe, pc: FakeWsl = {}): Promise<Finding> {
  const { lxss = goodLxss } = pc;
  return ask(probe, {
    context: {
      profile: profileSchema.parse({ version: 1, ...pc.profile }),
      wsl: () => Promise.resolve(wslFacts(pc)),
      lxss: () => (lxss instanceof Error ? Promise.reject(lxss) : Promise.resolve(lxss)),
    },
  });
}

function wslFacts(pc: FakeWsl): WslFacts {
  const { failure, wslconfigFailure, wslconfig = goodWslconfig } = pc;
  const path = 'C:\\Users\\comfyui\\.wslconfig';
  // The machine has been running for an hour: the file is older than that.
  const changedAtMs = wslconfig === null ? null : (pc.wslconfigChangedAtMs ?? nowMs - 7_200_000);
  const bytes = wslconfig === null ? null : Buffer.from(wslconfig);
  return {
    distro: 'Ubuntu-24.04',
    asked: 'wsl.exe -d Ubuntu-24.04 --exec /bin/sh -s < probe.sh',
    guest:
      failure === undefined
        ? { isDone: true, value: guestFacts(readGuestOutput(pc.output ?? guestOutput(pc.guest))) }
        : { isDone: false, failure },
    wslconfig:
      wslconfigFailure === undefined
        ? { isDone: true, value: { path, bytes, changedAtMs } }
        : { isDone: false, failure: wslconfigFailure },
    warnings: [],
    atMs: nowMs,
  };
}
