import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import type { PanelBridge } from '../../app/ipc/panel-bridge.ts';
import type { PanelSnapshot } from '../../app/ipc/snapshot.ts';
import type { Wall } from '../../app/launch/modes.ts';
import { closeElectron, driveElectron, freshEnvironment, panelDir } from './electron-program.ts';
import { repeat } from './median.ts';

const lookEveryMs = 20;

/** One launch as the page saw it. */
export interface TimedLaunch {
  /** From the command to the session that is ready and has its address. */
  readonly clickToReadyMs: number;
  readonly wallTestMs: number;
  /** Time a phase, as the session itself says. */
  readonly phases: string;
}

/** The PC the bench runs on: one panel window, at most one session, and what several rows share. */
export class BenchPc {
  readonly env = freshEnvironment();
  private window: Promise<{ app: ElectronApplication; page: Page }> | null = null;
  private launched: Promise<readonly TimedLaunch[]> | null = null;
  private standing: Wall | null = null;

  async page(): Promise<Page> {
    this.window ??= this.openWindow();
    return (await this.window).page;
  }

  /** Three launches with the bridge wall, each stopped again. */
  launches(): Promise<readonly TimedLaunch[]> {
    this.launched ??= repeat(3, async () => {
      await this.stop();
      const launch = await this.launch('bridge');
      await this.stop();
      return launch;
    });
    return this.launched;
  }

  /** Makes sure that a session with this wall is ready, and answers what the panel knows of it. */
  async session(wall: Wall): Promise<PanelSnapshot> {
    if (this.standing !== wall) {
      await this.stop();
      await this.launch(wall);
    }
    return this.snapshot();
  }

  async snapshot(): Promise<PanelSnapshot> {
    return (await this.page()).evaluate(async () => {
      const { airlock } = globalThis as unknown as { airlock: PanelBridge };
      const answer = await airlock.invoke('panel.snapshot', {});
      if (!answer.ok) throw new Error(answer.failure.message);
      return answer.value;
    });
  }

  async launch(wall: Wall): Promise<TimedLaunch> {
    const click: Click = { command: 'launch', wall };
    const { clickToReadyMs, snapshot } = await (await this.page()).evaluate<Timed, Click>(clickAndWait, click);
    this.standing = wall;
    const phases = snapshot.session?.phases.map(({ phase, durationMs }) => `${phase} ${String(durationMs ?? 0)}`) ?? [];
    return { clickToReadyMs, wallTestMs: snapshot.lastWallTest?.durationMs ?? Number.NaN, phases: phases.join(', ') };
  }

  /** After a breach, once the panel knows of it. */
  async resume(): Promise<void> {
    while ((await this.snapshot()).session?.phase !== 'paused') await sleep(lookEveryMs);
    await (await this.page()).evaluate<Timed, Click>(clickAndWait, { command: 'resume', wall: 'bridge' });
  }

  async stop(): Promise<void> {
    await (
      await this.page()
    ).evaluate(async () => {
      const { airlock } = globalThis as unknown as { airlock: PanelBridge };
      const answer = await airlock.invoke('session.stop', {});
      if (!answer.ok && answer.failure.code !== 'not-running') throw new Error(answer.failure.message);
    });
    this.standing = null;
  }

  /** The wall test of the session that is ready, in milliseconds, and what it said. */
  async testWall(): Promise<{ readonly durationMs: number; readonly verdict: string }> {
    return (await this.page()).evaluate(async () => {
      const { airlock } = globalThis as unknown as { airlock: PanelBridge };
      const answer = await airlock.invoke('wall.test', {});
      if (!answer.ok) throw new Error(answer.failure.message);
      return { durationMs: answer.value.durationMs, verdict: answer.value.verdict };
    });
  }

  async close(): Promise<void> {
    if (this.window === null) return;
    if (this.standing !== null) await this.stop();
    await closeElectron((await this.window).app);
    this.window = null;
  }

  private async openWindow(): Promise<{ app: ElectronApplication; page: Page }> {
    const app = await driveElectron(panelDir, this.env);
    const page = await app.firstWindow();
    await page.locator('.map').waitFor();
    // The loader that runs this file names functions by a function of its own, which the page does not have.
    await page.evaluate('globalThis.__name = (named) => named');
    return { app, page };
  }
}

/** Runs the docker client against the engine of the lab. */
export function docker(...args: readonly string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 }).trim();
}

interface Click {
  readonly command: 'launch' | 'resume';
  readonly wall: Wall;
}

interface Timed {
  readonly clickToReadyMs: number;
  readonly snapshot: PanelSnapshot;
}

/** Runs in the page: what the button does, then waits for the events that say `ready`. */
async function clickAndWait({ command, wall }: Click): Promise<Timed> {
  const { airlock } = globalThis as unknown as { airlock: PanelBridge };
  const startedMs = performance.now();
  // What the panel said of the session before does not count.
  let begun = false;
  return new Promise((resolve, reject) => {
    const stop = airlock.listen('panel.changed', (snapshot) => {
      const { phase, uiUrl, failure } = snapshot.session ?? { phase: 'stopped', uiUrl: null, failure: null };
      begun ||= phase === 'preflight' || phase === 'resuming';
      if (!begun || (phase !== 'failed' && (phase !== 'ready' || uiUrl === null))) return;
      stop();
      if (phase === 'failed') reject(new Error(failure?.message ?? 'the launch failed'));
      else resolve({ clickToReadyMs: performance.now() - startedMs, snapshot });
    });
    const asked =
      command === 'launch'
        ? airlock.invoke('launch.start', { mode: 'secure', wall })
        : airlock.invoke('session.resume', {});
    void asked.then((answer) => {
      if (!answer.ok) reject(new Error(answer.failure.message));
    });
  });
}
