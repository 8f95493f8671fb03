import { ActivityLog } from '../../../files/activity-log.ts';
import { airlockHome } from '../../../files/airlock-home.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { UsageError, type Verb } from '../verb.ts';

const usualLimit = 100;

export const log: Verb = {
  usage: 'log [verify] [--limit N] [--json]',
  options: { limit: { type: 'string' } },
  run: async ({ words, texts, env, output }) => {
    const limit = readLimit(texts['limit']);
    const home = airlockHome(env, process.platform);
    const [what, ...more] = words;
    if (more.length > 0 || (what !== undefined && what !== 'verify'))
      throw new UsageError('log takes nothing or: verify');
    const activity = new ActivityLog(home);
    return what === 'verify' ? verifyLog(activity, output) : showLog(activity, limit, output);
  },
};

function readLimit(text: string | undefined): number {
  if (text === undefined) return usualLimit;
  if (!/^[1-9][0-9]{0,6}$/.test(text)) throw new UsageError(`--limit takes a number of entries, not "${text}"`);
  return Number(text);
}

async function showLog(activity: ActivityLog, limit: number, output: Output): Promise<ExitCode> {
  const newestFirst = await activity.read(limit);
  for (const { seq, at, kind, message } of newestFirst.toReversed()) {
    output.value({ seq, at, kind, message });
    output.line(`${at} ${kind.padEnd(18)} ${message}`);
  }
  return exitCode.good;
}

async function verifyLog(activity: ActivityLog, output: Output): Promise<ExitCode> {
  const verified = await activity.verify();
  output.value(verified);
  if (verified.ok) {
    output.line(`The log is whole: ${String(verified.entries)} entries, each one follows from the one before.`);
    return exitCode.good;
  }
  output.line(`The log was changed at line ${String(verified.line)}: ${verified.problem}`);
  return exitCode.bad;
}
