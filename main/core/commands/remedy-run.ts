import path from 'node:path';
import { AirlockError } from '../../../app/errors/airlock-error.ts';
import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import { remedyActions } from '../../remedies/remedy-actions.ts';
import type { CommandDeps } from './command-deps.ts';

/** Runs one of the closed list of changes, then looks again. */
export function remedyRun(deps: CommandDeps): CommandHandlers['remedy.run'] {
  return async ({ remedyId }) => {
    const action = remedyActions.find((one) => one.id === remedyId);
    if (action === undefined) throw byHand(remedyId);
    const { profile, problem } = await deps.reload();
    if (profile === null) throw new AirlockError(problem);
    await action.run({
      engine: deps.engine,
      profile,
      log: deps.log,
      scripts: deps.host.scripts,
      assetsDir: path.resolve(import.meta.dirname, '../../assets'),
      testWall: async () => {
        await deps.jobs.testWall();
      },
      resume: () => deps.jobs.resume(),
      signal: new AbortController().signal,
    });
    await deps.log.append('remedy.done', `The remedy ${remedyId} was carried out.`);
    await deps.refresh();
    return null;
  };
}

function byHand(remedyId: string): AirlockError {
  return new AirlockError({
    code: 'not-supported-here',
    message: `Airlock cannot carry out ${remedyId} by itself.`,
    next: 'Its text on the chip says what to do by hand.',
  });
}
