import type { ControlId } from '../../app/controls/control.ts';
import type { ScriptFiles, ScriptState } from '../files/script-files.ts';
import { practiceId } from './practice-container.ts';
import type { PracticePc } from './practice-pc.ts';

const control: ControlId = 'container.user-scripts';

/** Start scripts of the simulated PC. Breaking the control changes them; approving the change is what mends it. */
export class PracticeScripts implements ScriptFiles {
  private changeIsApproved = false;

  constructor(private readonly pc: PracticePc) {
    pc.onChange((id, broken) => {
      if (id === control && broken) this.changeIsApproved = false;
    });
  }

  approvedHash(path: string): Promise<string> {
    return Promise.resolve(hashOf(path, this.changeIsApproved));
  }

  approve(hashes: Readonly<Record<string, string | null>>): Promise<void> {
    const isChanged = this.isChanged();
    this.changeIsApproved = isChanged && Object.entries(hashes).some(([path, hash]) => hash === hashOf(path, true));
    return this.pc.set(control, isChanged && !this.changeIsApproved);
  }

  look(path: string): Promise<ScriptState> {
    return Promise.resolve({ hash: hashOf(path, this.isChanged()), executable: true });
  }

  private isChanged(): boolean {
    return this.changeIsApproved || this.pc.isBroken(control);
  }
}

function hashOf(path: string, changed: boolean): string {
  return practiceId(`script ${path}${changed ? ' changed' : ''}`);
}
