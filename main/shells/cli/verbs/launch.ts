import { failureOf, type Failure } from '../../../../app/errors/airlock-error.ts';
import { walls, type Wall } from '../../../../app/launch/modes.ts';
import type { Panel } from '../../../core/compose.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import { LaunchFollower, type LaunchEnd, type LaunchListener } from '../follow-launch.ts';
import { interruption } from '../interruption.ts';
import type { Output } from '../output.ts';
import { UsageError, type Verb, type VerbCall } from '../verb.ts';
import { wallTestReport } from '../wall-test-text.ts';
import { withPanel } from '../with-panel.ts';

export const launch: Verb = {
  usage: 'launch secure [--wall bridge|sealed] [--json]',
  options: { wall: { type: 'string' } },
  run: (call) => {
    const wall = readWall(call);
    const [mode, ...more] = call.words;
    if (mode !== 'secure' || more.length > 0) throw new UsageError('what can be launched so far is: secure');
    return withPanel(call, async (panel) => {
      const end = await launchSecure(panel, wall, listenerOf(call.output));
      return writeEnd(end, call.output);
    });
  },
};

function readWall(call: VerbCall): Wall | undefined {
  const text = call.texts['wall'];
  if (text === undefined) return undefined;
  const wall = walls.find((known) => known === text);
  if (wall === undefined) throw new UsageError(`--wall takes ${walls.join(' or ')}, not "${text}"`);
  return wall;
}

function listenerOf(output: Output): LaunchListener {
  return {
    began: ({ phase }) => {
      if (!output.json) output.note(`${phase} …`);
    },
    ended: (time) => {
      output.value(time);
      output.line(
        `${time.phase.padEnd(10)} ${time.durationMs === undefined ? 'not finished' : `${String(time.durationMs)} ms`}`,
      );
    },
  };
}

async function launchSecure(panel: Panel, wall: Wall | undefined, listener: LaunchListener): Promise<LaunchEnd> {
  const { handlers, state } = panel;
  const interrupted = interruption();
  const before = state.snapshot().session?.id ?? null;
  const end = new LaunchFollower(state, listener, before).end();
  try {
    await handlers['launch.start']({ mode: 'secure', ...(wall === undefined ? {} : { wall }) });
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
  const cancel = (): void => {
    // A launch that ends at this very moment has nothing left to cancel; its end says which it was.
    handlers['launch.cancel']({}).catch(() => undefined);
  };
  if (interrupted.aborted) cancel();
  else interrupted.addEventListener('abort', cancel, { once: true });
  return end;
}

/** The last line of a launch or a resume, and the exit code. */
export function writeEnd(end: LaunchEnd, output: Output): ExitCode {
  if (!end.ok) return writeFailure(end.failure, output);
  const { session, snapshot } = end;
  const report = snapshot.lastWallTest;
  const wallTest = report?.sessionId === session.id ? wallTestReport(report) : null;
  output.value({ phase: 'ready', uiUrl: session.uiUrl, wallTest });
  output.line(
    `ComfyUI is at ${session.uiUrl ?? 'an unknown address'}. The wall was tested and holds (${session.wall}).`,
  );
  return exitCode.good;
}

function writeFailure({ code, message, next }: Failure, output: Output): ExitCode {
  output.value({ phase: 'failed', code, message, next });
  if (!output.json) output.note(`${message} ${next}`);
  return exitCode.bad;
}
