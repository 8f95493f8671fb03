import { controlIds, type ControlId } from '../../../../app/controls/control.ts';
import { statusCode, statusReport, writeStatus } from '../status-report.ts';
import { UsageError, type Verb } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const practice: Verb = {
  usage: 'practice [--break CONTROL]... [--json]',
  options: { break: { type: 'string', multiple: true } },
  run: (call) => {
    const broken = (call.lists['break'] ?? []).map(asControl);
    return withPanel({ ...call, host: 'practice' }, async ({ handlers }) => {
      for (const controlId of broken) await handlers['practice.set']({ controlId, broken: true });
      await handlers['controls.sweep']({});
      const snapshot = await handlers['panel.snapshot']({});
      call.output.value(statusReport(snapshot));
      writeStatus(snapshot, call.output);
      return statusCode(snapshot);
    });
  },
};

function asControl(text: string): ControlId {
  const id = controlIds.find((known) => known === text);
  if (id === undefined) throw new UsageError(`"${text}" is no control; \`airlock status --json\` names them`);
  return id;
}
