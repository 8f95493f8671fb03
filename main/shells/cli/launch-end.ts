import type { Failure } from '../../../app/errors/airlock-error.ts';
import type { Panel } from '../../core/panel.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';
import { wallTestReport } from './wall-test-text.ts';

/** Waits for the end of a launch or a resume, and prints its last line. */
export async function writeLaunchEnd(panel: Panel, output: Output): Promise<ExitCode> {
  const failure = await panel.settled();
  if (failure !== null) return writeFailure(failure, output);
  const { session, lastWallTest } = panel.state.snapshot();
  if (session === null || session.uiUrl === null || session.phase !== 'ready')
    return writeFailure(endedElsewhere, output);
  const wallTest = lastWallTest?.sessionId === session.id ? wallTestReport(lastWallTest) : null;
  output.value({ phase: 'ready', uiUrl: session.uiUrl, wallTest });
  output.line(`ComfyUI is at ${session.uiUrl}. Its wall (${session.wall}) was tested and holds.`);
  return exitCode.good;
}

const endedElsewhere: Failure = {
  code: 'not-running',
  message: 'The session was ended from elsewhere at the same moment.',
  next: '`airlock status` says what runs now.',
};

export function writeFailure({ code, message, next }: Failure, output: Output): ExitCode {
  output.value({ phase: 'failed', code, message, next });
  if (!output.json) output.note(`${message} ${next}`);
  return exitCode.bad;
}
