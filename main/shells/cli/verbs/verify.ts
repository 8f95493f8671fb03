import type { Verb } from '../verb.ts';
import { wallTestCode, wallTestReport, writeWallTest } from '../wall-test-text.ts';
import { withPanel } from '../with-panel.ts';

export const verify: Verb = {
  usage: 'verify [--json]',
  run: (call) =>
    withPanel(call, async ({ handlers }) => {
      const report = await handlers['wall.test']({});
      call.output.value(wallTestReport(report));
      writeWallTest(report, call.output);
      return wallTestCode[report.verdict];
    }),
};
