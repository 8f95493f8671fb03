import { LocalScriptFiles, type ScriptFiles, type ScriptState } from '../files/script-files.ts';
import { practiceId } from './practice-container.ts';
import type { PracticePc } from './practice-pc.ts';

/** Start scripts of the simulated PC: approved as long as nobody has broken that. */
export class PracticeScripts implements ScriptFiles {
  private readonly kept: LocalScriptFiles;

  constructor(
    private readonly pc: PracticePc,
    home: string,
  ) {
    this.kept = new LocalScriptFiles(home);
  }

  approved(): Promise<Readonly<Record<string, string>>> {
    // Whatever is asked for counts as approved with the content it has while nothing is broken.
    const approved = new Proxy({}, { get: (_, path) => practiceId(`script ${String(path)}`) });
    return Promise.resolve(approved);
  }

  approve(hashes: Readonly<Record<string, string>>): Promise<void> {
    return this.kept.approve(hashes);
  }

  look(path: string): Promise<ScriptState> {
    const changed = this.pc.isBroken('container.user-scripts') ? ' changed' : '';
    return Promise.resolve({ hash: practiceId(`script ${path}${changed}`), executable: true });
  }
}
