import { failureOf } from '../../../../app/errors/airlock-error.ts';
import { writeFailure, writeLaunchEnd } from '../launch-end.ts';
import type { Verb } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const resume: Verb = {
  usage: 'resume [--json]',
  run: (call) =>
    withPanel(call, async (panel) => {
      try {
        await panel.handlers['session.resume']({});
      } catch (error) {
        return writeFailure(failureOf(error), call.output);
      }
      return writeLaunchEnd(panel, call.output);
    }),
};
