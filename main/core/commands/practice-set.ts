import { AirlockError } from '../../../app/errors/airlock-error.ts';
import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Breaks or mends a control of the simulated PC. No other host can be broken from here. */
export function practiceSet({ host, refresh }: CommandDeps): CommandHandlers['practice.set'] {
  return async ({ controlId, broken }) => {
    if (host.practice === null) {
      throw new AirlockError({
        code: 'not-supported-here',
        message: 'This is a real host: nothing is broken on purpose here.',
        next: 'Open the practice PC with `npm start -- --host practice`.',
      });
    }
    await host.practice.set(controlId, broken);
    await refresh();
    return null;
  };
}
