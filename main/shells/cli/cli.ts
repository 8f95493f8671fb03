import { exitCode } from './exit-code.ts';
import { runCommandLine } from './run-command-line.ts';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', () => process.exit(exitCode.good));

const code = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
});
// What a verb printed may still be on its way into a pipe; then nothing, not even an idle connection, may hold us.
process.stdout.write('', () => process.exit(code));
