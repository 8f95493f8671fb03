import { AirlockError } from '../../../app/errors/airlock-error.ts';
import type { CommandHandlers } from '../../../app/ipc/contract.ts';

/** The one address that is ever handed to the system: ComfyUI's page on this machine, by number, nothing after it. */
const comfyuiPage = /^http:\/\/127\.0\.0\.1:([1-9][0-9]{0,4})\/?$/;

/** `session.open` in Electron also opens the page in the user's browser. */
export function openInBrowser(handlers: CommandHandlers, open: (url: string) => Promise<void>): CommandHandlers {
  return {
    ...handlers,
    'session.open': async (input) => {
      const answer = await handlers['session.open'](input);
      if (!comfyuiPage.test(answer.uiUrl)) {
        throw new AirlockError({
          code: 'internal',
          message: 'The address of ComfyUI is not one that Airlock opens.',
          next: 'This is a defect in Airlock; please report it.',
        });
      }
      await open(answer.uiUrl);
      return answer;
    },
  };
}
