import type { Profile } from '../../app/launch/profile.ts';
import { recipeOf } from '../../app/recipes/recipes.ts';
import { PracticeEngine } from '../practice/practice-engine.ts';
import { PracticeNet } from '../practice/practice-net.ts';
import { PracticePc } from '../practice/practice-pc.ts';
import { practiceProbes } from '../practice/practice-probes.ts';
import { PracticeScripts } from '../practice/practice-scripts.ts';
import { practiceRemedies } from '../practice/practice-remedies.ts';
import { remedyActions } from '../remedies/remedy-actions.ts';
import type { ChosenHost } from './chosen-host.ts';
import { hostProbes } from './host-probes.ts';
import { watchInProcess } from './watch-in-process.ts';

/** A host that exists in this process only. Its outer layers come from the model, its engine answers real probes. */
export async function practiceHost(home: string, note: string | null): Promise<ChosenHost> {
  const pc = await PracticePc.open(home);
  const engine = new PracticeEngine(pc);
  const closing = new AbortController();
  return {
    kind: 'practice',
    note,
    engine,
    net: new PracticeNet(pc, engine),
    scripts: new PracticeScripts(pc),
    probes: [...practiceProbes(pc), ...hostProbes('practice')],
    remedyActions: [...practiceRemedies(pc), ...remedyActions],
    practice: pc,
    adapt: withFolders,
    spawnWatcher: (session, sessionId) => watchInProcess(session, sessionId, closing.signal),
    close: () => {
      closing.abort();
      engine.close();
    },
  };
}

/** The simulated PC has every folder a recipe asks for, so that a newcomer can press Secure without a profile. */
function withFolders(profile: Profile): Profile {
  const required = recipeOf(profile.recipe).folders.filter((folder) => folder.required);
  const simulated = Object.fromEntries(required.map(({ name }) => [name, `/practice/${name}`]));
  return { ...profile, mounts: { ...simulated, ...profile.mounts } };
}
