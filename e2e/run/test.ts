import { allStages } from './stages.ts';
import { endOnSignals, runStages } from './run-stages.ts';

/** `npm test [-- STAGE …]`: every stage, or only those that are named. */
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !allStages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `No stage named ${unknown.join(', ')}. There are: ${allStages.map((stage) => stage.name).join(', ')}\n`,
  );
  process.exit(64);
}

endOnSignals();
const stages = allStages.filter((stage) => asked.length === 0 || asked.includes(stage.name));
process.exitCode = await runStages(stages, {
  everything: process.env['AIRLOCK_TEST_ALL'] === '1',
  write: (text) => process.stdout.write(text),
});
