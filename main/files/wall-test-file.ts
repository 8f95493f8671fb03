import { join } from 'node:path';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { WallTestReport } from '../../app/launch/wall-test.ts';
import { setAside, writeFileAtomically } from './atomic-file.ts';
import { readJsonFile } from './json-file.ts';
import { wallTestSchema } from './stored-session.ts';

interface StoredWallTest {
  readonly version: 1;
  readonly report: WallTestReport;
}

/** `wall-test.json`: the last wall test. */
export class WallTestFile {
  private readonly path: string;

  /** @param onDamaged is told when a damaged file had to be moved aside, in words for the activity log. */
  constructor(
    home: string,
    private readonly onDamaged: (message: string) => void = () => undefined,
  ) {
    this.path = join(home, 'wall-test.json');
  }

  /** The last report; null when there is none or it is damaged: a proof that cannot be read is no proof. */
  async read(): Promise<WallTestReport | null> {
    return (await this.readStored().catch(() => null))?.report ?? null;
  }

  async write(report: WallTestReport): Promise<void> {
    try {
      await this.readStored();
    } catch (error) {
      const aside = await setAside(this.path);
      const what = error instanceof AirlockError ? error.message : String(error);
      this.onDamaged(`${what} It was moved to ${aside ?? 'nowhere'} and kept.`);
    }
    const stored: StoredWallTest = { version: 1, report };
    await writeFileAtomically(this.path, `${JSON.stringify(stored, null, 2)}\n`);
  }

  private readStored(): Promise<StoredWallTest | null> {
    return readJsonFile<StoredWallTest>(this.path, wallTestSchema);
  }
}
