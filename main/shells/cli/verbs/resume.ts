import { failureOf } from '../../../../app/errors/airlock-error.ts';
import { writeEnd } from './launch.ts';
import type { Verb } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const resume: Verb = {
  usage: 'resume [--json]',
  run: (call) =>
    withPanel(call, async ({ handlers, state }) => {
      try {
        await handlers['session.resume']({});
      } catch (error) {
        return writeEnd({ ok: false, failure: failureOf(error) }, call.output);
      }
      const snapshot = state.snapshot();
      const { session } = snapshot;
      if (session !== null) return writeEnd({ ok: true, session, snapshot }, call.output);
      const message = 'The session ended while it was being resumed.';
      const failure = { code: 'not-running', message, next: 'Launch again.' } as const;
      return writeEnd({ ok: false, failure }, call.output);
    }),
};
