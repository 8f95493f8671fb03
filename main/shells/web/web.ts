import path from 'node:path';
import { failureOf } from '../../../app/errors/airlock-error.ts';
import type { Panel } from '../../core/panel.ts';
import { followState } from '../follow-state.ts';
import { noteRefusals } from '../note-refusals.ts';
import { readShellArguments, type ShellArguments } from '../shell-arguments.ts';
import { StaticFiles } from '../static-files.ts';
import { version } from '../version.ts';
import { Login } from './login.ts';
import { LoopbackServer } from './loopback-server.ts';

const rendererDir = path.resolve(import.meta.dirname, '../renderer');

try {
  await runWebShell(readShellArguments(process.argv.slice(2)));
} catch (error) {
  const failure = failureOf(error);
  process.stderr.write(`airlock: ${failure.message} ${failure.next}\n`);
  process.exit(1);
}

/** Serves the panel until it is interrupted. The page is served while the core is still being loaded. */
async function runWebShell(shellArguments: ShellArguments): Promise<void> {
  const panel = loadCore(shellArguments);
  const login = new Login();
  const server = new LoopbackServer(new StaticFiles(rendererDir), {
    login,
    handlers: panel.then((core) => core.handlers),
    noteRefusal: noteRefusals((line) => process.stderr.write(line)),
    now: () => performance.now(),
  });
  endWhenAsked(async () => {
    server.close();
    await (await panel).stop();
  });
  const port = await server.listen(shellArguments.port);
  const announce = (): void => {
    process.stdout.write(`http://127.0.0.1:${String(port)}/#token=${login.issueToken()}\n`);
  };
  announce();
  offerMoreTokens(announce);
  const core = await panel;
  followState(core.state, (snapshot) => {
    server.publish(snapshot);
  });
  core.start();
}

async function loadCore(shellArguments: ShellArguments): Promise<Panel> {
  const { composePanel } = await import('../../core/compose.ts');
  const { host } = shellArguments;
  return composePanel({ ...(host === undefined ? {} : { host }), env: process.env, version });
}

/** An address opens one page; whoever sits at the terminal may have another. */
function offerMoreTokens(announce: () => void): void {
  if (!process.stdin.isTTY) return;
  process.stderr.write('airlock: the address opens one page; press Enter for a new one, Ctrl-C to end\n');
  process.stdin.on('data', announce);
  process.stdin.unref();
}

function endWhenAsked(stop: () => Promise<void>): void {
  let stopping = false;
  const end = (): void => {
    // A second request does not wait for the first.
    if (stopping) process.exit(1);
    stopping = true;
    void stop().finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}
