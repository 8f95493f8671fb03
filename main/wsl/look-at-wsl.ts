import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failureOf } from '../../app/errors/airlock-error.ts';
import type { Profile } from '../../app/launch/profile.ts';
import { fileError } from '../files/file-errors.ts';
import { decodeWslText } from './decode-text.ts';
import { guestFacts, type WslGuestFacts } from './guest-facts.ts';
import { readGuestOutput } from './guest-sections.ts';
import { distroArguments, doing, runInDistro } from './run-in-distro.ts';
import { wslError } from './wsl-errors.ts';
import type { Attempted, WslFacts } from './wsl-facts.ts';
import { readWslconfigFile } from './wslconfig-file.ts';
import type { WslProgram } from './wsl-program.ts';

/** The machine of WSL may have to start first; after it, every question of the script has its own limit. */
const timeoutMs = 40_000;

export interface WslLookDeps {
  readonly wsl: WslProgram;
  /** Path of this account's .wslconfig. */
  readonly wslconfigPath: string;
  readonly assetsDir: string;
  readonly now: () => number;
}

/** Looks at this account's WSL with a single `wsl.exe`. Never throws: what could not be had says why. */
export async function lookAtWsl(
  deps: WslLookDeps,
  { windows, ids }: Pick<Profile, 'windows' | 'ids'>,
  signal: AbortSignal,
): Promise<WslFacts> {
  const { distro, modelsMount } = windows;
  const command = ['/bin/sh', '-s', '--', modelsMount, String(ids.uid), String(ids.gid)];
  const warnings: string[] = [];
  const askGuest = async (): Promise<WslGuestFacts> => {
    const stdin = await readProbeScript(deps.assetsDir);
    const answer = await runInDistro(deps.wsl, { distro, command }, { timeoutMs, stdin, signal });
    warnings.push(...answer.warnings);
    const output = readGuestOutput(answer.stdout);
    if (output.hasBegun) return guestFacts(output);
    const text = `${decodeWslText(answer.stdout)}\n${answer.stderr}`;
    throw wslError({ exitCode: answer.exitCode, text }, doing({ distro, command }));
  };
  const [guest, wslconfig] = await Promise.all([attempt(askGuest()), attempt(readWslconfigFile(deps.wslconfigPath))]);
  const asked = `wsl.exe ${distroArguments({ distro, command }).join(' ')} < probe.sh`;
  return { distro, asked, guest, wslconfig, warnings, atMs: deps.now() };
}

async function attempt<T>(work: Promise<T>): Promise<Attempted<T>> {
  try {
    return { isDone: true, value: await work };
  } catch (error) {
    return { isDone: false, failure: failureOf(error) };
  }
}

/** With LF line ends, whatever a checkout on Windows made of them: a shell would take the CR for a part of every word. */
export async function readProbeScript(assetsDir: string): Promise<string> {
  const path = join(assetsDir, 'guest', 'probe.sh');
  try {
    return (await readFile(path, 'utf8')).replaceAll('\r\n', '\n');
  } catch (error) {
    throw fileError(path, 'read', error);
  }
}
