import { join } from 'node:path';
import { failureOf, type Failure } from '../../app/errors/airlock-error.ts';
import { parseProfile } from '../../app/launch/parse-profile.ts';
import type { Profile } from '../../app/launch/profile.ts';
import { readTextFile } from './atomic-file.ts';

export type LoadedProfile =
  | { readonly profile: Profile; readonly path: string; readonly problem: null }
  | { readonly profile: null; readonly path: string; readonly problem: Failure };

const defaults = '{"version":1}';

/**
 * The profile in `home`, or the defaults when there is none. One that is damaged is named and left as it is: launching
 * with defaults instead would not be what its owner decided.
 */
export async function loadProfile(home: string): Promise<LoadedProfile> {
  const path = join(home, 'profile.json');
  let text: string | null;
  try {
    text = await readTextFile(path);
  } catch (error) {
    return { profile: null, path, problem: failureOf(error) };
  }
  const parsed = parseProfile(text ?? defaults);
  if (parsed.ok) return { profile: parsed.profile, path, problem: null };
  return { profile: null, path, problem: parsed.failure };
}
