import { statusCode, statusReport, writeStatus } from '../status-report.ts';
import type { Verb } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const status: Verb = {
  usage: 'status [--json]',
  run: (call) =>
    withPanel(call, async ({ handlers }) => {
      await handlers['controls.sweep']({});
      const snapshot = await handlers['panel.snapshot']({});
      call.output.value(statusReport(snapshot));
      writeStatus(snapshot, call.output);
      return statusCode(snapshot);
    }),
};
