import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { CommandDeps } from './command-deps.ts';
import { controlsSweep } from './controls-sweep.ts';
import { launchCancel } from './launch-cancel.ts';
import { launchStart } from './launch-start.ts';
import { panelSnapshot } from './panel-snapshot.ts';
import { practiceSet } from './practice-set.ts';
import { remedyCancel } from './remedy-cancel.ts';
import { remedyPlan } from './remedy-plan.ts';
import { remedyRun } from './remedy-run.ts';
import { remedyUndo } from './remedy-undo.ts';
import { sessionOpen } from './session-open.ts';
import { sessionResume } from './session-resume.ts';
import { sessionStop } from './session-stop.ts';
import { wallTest } from './wall-test.ts';

/** Every command of the contract; a missing one does not compile. */
export function commandHandlers(deps: CommandDeps): CommandHandlers {
  return {
    'panel.snapshot': panelSnapshot(deps),
    'controls.sweep': controlsSweep(deps),
    'launch.start': launchStart(deps),
    'launch.cancel': launchCancel(deps),
    'session.stop': sessionStop(deps),
    'session.resume': sessionResume(deps),
    'session.open': sessionOpen(deps),
    'wall.test': wallTest(deps),
    'remedy.plan': remedyPlan(deps),
    'remedy.run': remedyRun(deps),
    'remedy.undo': remedyUndo(deps),
    'remedy.cancel': remedyCancel(deps),
    'practice.set': practiceSet(deps),
  };
}
