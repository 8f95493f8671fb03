import { airlockHome } from '../../../files/airlock-home.ts';
import { loadProfile } from '../../../files/profile-file.ts';
import { exitCode } from '../exit-code.ts';
import { UsageError, type Verb } from '../verb.ts';

export const profile: Verb = {
  usage: 'profile check|show [--json]',
  run: async ({ words, env, output }) => {
    const [what, ...more] = words;
    if ((what !== 'check' && what !== 'show') || more.length > 0) throw new UsageError('profile takes: check or show');
    const loaded = await loadProfile(airlockHome(env, process.platform));
    if (loaded.profile === null) {
      output.value({ ok: false, path: loaded.path, problem: loaded.problem });
      output.line(`${loaded.path}: ${loaded.problem.message}`);
      output.line(loaded.problem.next);
      return exitCode.bad;
    }
    output.value({ ok: true, path: loaded.path, profile: loaded.profile });
    if (what === 'check') output.line(`${loaded.path}: fine (${loaded.profile.recipe}, wall ${loaded.profile.wall}).`);
    else output.line(JSON.stringify(loaded.profile, null, 2));
    return exitCode.good;
  },
};
