import { AirlockError } from '../../../app/errors/airlock-error.ts';
import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';

/** Hands out the page's address, and only while its wall is proven and watched. */
export function sessionOpen({ state }: CommandDeps): CommandHandlers['session.open'] {
  return () => {
    const session = state.currentSession();
    if (session?.phase === 'ready' && session.uiUrl !== null) return Promise.resolve({ uiUrl: session.uiUrl });
    return Promise.reject(
      new AirlockError({
        code: 'not-running',
        message: 'There is no ComfyUI behind a proven wall to open.',
        next: 'Press Secure, and open it when it says Sealed.',
      }),
    );
  };
}
