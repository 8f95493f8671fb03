import { failureOf } from '../../../../app/errors/airlock-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Verb } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const stop: Verb = {
  usage: 'stop [--json]',
  run: (call) =>
    withPanel(call, async ({ handlers }) => {
      try {
        await handlers['session.stop']({});
      } catch (error) {
        const { code, message, next } = failureOf(error);
        call.output.value({ stopped: false, code, message, next });
        call.output.note(`${message} ${next}`);
        return exitCode.bad;
      }
      call.output.value({ stopped: true });
      call.output.line('Nothing of a session runs any more.');
      return exitCode.good;
    }),
};
