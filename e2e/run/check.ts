import { checkStages } from './stages.ts';
import { endOnSignals, runStages } from './run-stages.ts';

endOnSignals();
process.exitCode = await runStages(checkStages, {
  everything: process.env['AIRLOCK_TEST_ALL'] === '1',
  write: (text) => process.stdout.write(text),
});
