import type { ScriptFiles, ScriptState } from '../files/script-files.ts';
import { practiceId } from './practice-container.ts';
import type { PracticePc } from './practice-pc.ts';

/** Start scripts of the simulated PC: as they were approved, as long as nobody has broken that. */
export class PracticeScripts implements ScriptFiles {
  constructor(private readonly pc: PracticePc) {}

  approvedHash(path: string): Promise<string> {
    return Promise.resolve(practiceId(`script ${path}`));
  }

  /** Approving is what mends them. */
  approve(): Promise<void> {
    return this.pc.set('container.user-scripts', false);
  }

  look(path: string): Promise<ScriptState> {
    const changed = this.pc.isBroken('container.user-scripts') ? ' changed' : '';
    return Promise.resolve({ hash: practiceId(`script ${path}${changed}`), executable: true });
  }
}
