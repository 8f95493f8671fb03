import { failureOf } from '../../../../app/errors/airlock-error.ts';
import { walls, type Wall } from '../../../../app/launch/modes.ts';
import type { Panel } from '../../../core/panel.ts';
import type { ExitCode } from '../exit-code.ts';
import { interruption } from '../interruption.ts';
import { writeFailure, writeLaunchEnd } from '../launch-end.ts';
import type { Output } from '../output.ts';
import { PhaseTeller, type PhaseListener } from '../tell-phases.ts';
import { UsageError, type Verb, type VerbCall } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const launch: Verb = {
  usage: 'launch secure [--wall bridge|sealed] [--json]',
  options: { wall: { type: 'string' } },
  run: (call) => {
    const wall = readWall(call);
    const [mode, ...more] = call.words;
    if (mode !== 'secure' || more.length > 0) throw new UsageError('what can be launched so far is: secure');
    return withPanel(call, (panel) => launchSecure(panel, wall, call.output));
  },
};

function readWall(call: VerbCall): Wall | undefined {
  const text = call.texts['wall'];
  if (text === undefined) return undefined;
  const wall = walls.find((known) => known === text);
  if (wall === undefined) throw new UsageError(`--wall takes ${walls.join(' or ')}, not "${text}"`);
  return wall;
}

async function launchSecure(panel: Panel, wall: Wall | undefined, output: Output): Promise<ExitCode> {
  const { handlers, state } = panel;
  const interrupted = interruption();
  const teller = new PhaseTeller(state, listenerOf(output), state.snapshot().session?.id ?? null);
  try {
    await handlers['launch.start']({ mode: 'secure', ...(wall === undefined ? {} : { wall }) });
    cancelWhen(interrupted, panel);
    await panel.settled();
  } catch (error) {
    return writeFailure(failureOf(error), output);
  } finally {
    teller.close();
  }
  return writeLaunchEnd(panel, output);
}

function cancelWhen(interrupted: AbortSignal, { handlers }: Panel): void {
  // A launch that ends at this very moment has nothing left to cancel; its end says which it was.
  const cancel = (): void => void handlers['launch.cancel']({}).catch(() => undefined);
  if (interrupted.aborted) cancel();
  else interrupted.addEventListener('abort', cancel, { once: true });
}

function listenerOf(output: Output): PhaseListener {
  return {
    began: ({ phase }) => {
      if (!output.json) output.note(`${phase} …`);
    },
    ended: (time) => {
      const took = time.durationMs === undefined ? 'not finished' : `${String(Math.round(time.durationMs))} ms`;
      output.value(time);
      output.line(`${time.phase.padEnd(10)} ${took}`);
    },
  };
}
