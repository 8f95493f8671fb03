import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Profile } from '../../../app/launch/profile.ts';
import { recipeOf } from '../../../app/recipes/recipes.ts';
import { loadProfile } from '../../../main/files/profile-file.ts';
import { docker } from '../bench-pc.ts';
import { listed, median, repeat } from '../median.ts';
import type { Row } from '../row.ts';

const rawName = 'bench-raw';
const askEveryMs = 20;

/** Click → proven page without the wall test, against a bare `docker run` of the same image until its page answers. */
export const launchAgainstRaw: Row = {
  id: 'launch-against-raw',
  unit: 'x',
  goal: { atMost: 1.15 },
  needs: ['engine', 'window'],
  measure: async (pc) => {
    const launches = await pc.launches();
    const ours = launches.map((launch) => launch.clickToReadyMs - launch.wallTestMs);
    const { profile } = await loadProfile(process.env['AIRLOCK_HOME'] ?? '');
    if (profile === null) throw new Error('the profile of the lab cannot be read');
    const raw = await repeat(3, () => rawLaunchMs(profile));
    const note = `ours ${listed(ours, 'ms')}, raw ${listed(raw, 'ms')}; last launch: ${launches.at(-1)?.phases ?? ''}`;
    return { value: median(ours) / median(raw), note };
  },
};

async function rawLaunchMs(profile: Profile): Promise<number> {
  const flags = recipeOf(profile.recipe).command(profile) ?? [];
  const published = `127.0.0.1:${String(profile.port)}:8188`;
  const startedMs = performance.now();
  try {
    docker('run', '-d', '--name', rawName, '--init', '-p', published, profile.image, ...flags);
    while (!(await answers(`http://127.0.0.1:${String(profile.port)}/system_stats`))) await sleep(askEveryMs);
    return performance.now() - startedMs;
  } finally {
    docker('rm', '-f', rawName);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000), headers: { connection: 'close' } });
    return answer.ok;
  } catch {
    return false;
  }
}
