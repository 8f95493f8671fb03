import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { RemedyId } from '../../app/controls/remedies.ts';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { profileSchema } from '../../app/launch/profile.ts';
import { ActivityLog } from '../files/activity-log.ts';
import { RemedyUndos } from '../files/remedy-undos.ts';
import { undoable, type RemedyAction, type RemedyDeps, type RemedyOutcome } from '../remedies/remedy-action.ts';
import { PanelState } from './panel-state.ts';
import { RemedyJobs } from './remedy-jobs.ts';

let home = '';
beforeEach(() => void (home = mkdtempSync(path.join(tmpdir(), 'airlock-remedy-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const id: RemedyId = 'wsl.set-nat';
const cancelled = new AirlockError({ code: 'cancelled', message: 'Cancelled.', next: 'Again.' });

/** A setting that a remedy changes, and what is known of it. */
class Pc {
  setting = 'mirrored';
  refreshed = 0;
  launching = false;
  readonly log = new ActivityLog(home);
  readonly undos = new RemedyUndos(home, (message) => void this.damage.push(message));
  readonly damage: string[] = [];
  readonly state: PanelState;
  readonly jobs: RemedyJobs;

  constructor(change: Partial<RemedyAction> = {}) {
    const identity = { version: '0', host: 'windows', hostNote: null, account: 'me' } as const;
    const view = { image: 'i', recipe: 'plain', wall: 'bridge', port: 8188, path: '/p', problem: null } as const;
    this.state = new PanelState(identity, view, Date.now);
    const unused = (): Promise<never> => Promise.reject(new Error('not part of this'));
    const world = { engine: {}, log: this.log, scripts: {}, assetsDir: '', testWall: unused, resume: unused };
    this.jobs = new RemedyJobs({
      actions: [{ ...this.setNat(), ...change }],
      undos: this.undos,
      world: world as unknown as RemedyDeps,
      state: this.state,
      loadProfile: () => Promise.resolve({ profile: profileSchema.parse({ version: 1 }), path: '/p', problem: null }),
      isLaunching: () => this.launching,
      refresh: () => {
        this.refreshed += 1;
        return Promise.resolve();
      },
      now: Date.now,
    });
  }

  private setNat(): RemedyAction {
    return undoable({
      id,
      plan: () => Promise.resolve([`networkingMode=${this.setting} → nat`]),
      run: () => {
        const before = this.setting;
        this.setting = 'nat';
        return Promise.resolve({ kind: 'done', undo: { before } });
      },
      undoData: z.object({ before: z.string() }),
      planUndo: (_deps, { before }) => Promise.resolve([`networkingMode=${this.setting} → ${before}`]),
      undo: (_deps, { before }) => {
        this.setting = before;
        return Promise.resolve({ kind: 'done' });
      },
    });
  }

  async kinds(): Promise<readonly string[]> {
    return (await this.log.read(100)).map(({ kind }) => kind).reverse();
  }
}

/** Ends when the remedy is cancelled. */
function untilCancelled({ signal }: RemedyDeps): Promise<RemedyOutcome> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(cancelled);
    signal.addEventListener('abort', () => reject(cancelled), { once: true });
  });
}

describe('carrying out', () => {
  it('shows the plan and changes nothing by it', async () => {
    const pc = new Pc();
    expect(await pc.jobs.plan(id, 'run')).toMatchObject({
      id,
      needs: 'user',
      changes: ['networkingMode=mirrored → nat'],
    });
    expect([pc.setting, await pc.kinds()]).toEqual(['mirrored', []]);
  });

  it('changes, writes it down, and looks again', async () => {
    const pc = new Pc();
    expect(await pc.jobs.run(id)).toEqual({ outcome: 'done', undoable: true });
    expect([pc.setting, pc.refreshed]).toEqual(['nat', 1]);
    expect(await pc.kinds()).toEqual(['remedy.started', 'remedy.done']);
    expect(pc.state.snapshot()).toMatchObject({ runningRemedy: null, undoableRemedies: [{ id }] });
  });

  it('says what it is doing while it runs', async () => {
    const seen: unknown[] = [];
    const pc = new Pc({
      run: ({ tell }) => {
        tell('step one');
        tell('  ');
        tell('x'.repeat(1_000));
        return Promise.resolve({ kind: 'done' });
      },
    });
    pc.state.subscribe(() => seen.push(pc.state.snapshot().runningRemedy?.lines));
    await pc.jobs.run(id);
    expect(seen).toContainEqual(['step one']);
    expect(seen).toContainEqual(['step one', 'x'.repeat(300)]);
    expect(seen).toContainEqual(expect.arrayContaining(['Looking again …']));
  });

  it('is one at a time, also against a launch', async () => {
    const pc = new Pc({ run: untilCancelled });
    const first = pc.jobs.run(id);
    await expect(pc.jobs.run(id)).rejects.toMatchObject({ code: 'already-running' });
    await expect(pc.jobs.undo(id)).rejects.toMatchObject({ code: 'already-running' });
    const ended = expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await pc.jobs.cancel();
    await ended;
    pc.launching = true;
    await expect(pc.jobs.run(id)).rejects.toMatchObject({ code: 'already-running', message: 'A launch is under way.' });
  });

  it('can be cancelled, and says so while it comes to its end', async () => {
    const pc = new Pc({ run: untilCancelled });
    const seen: unknown[] = [];
    pc.state.subscribe(() => seen.push(pc.state.snapshot().runningRemedy?.cancelling));
    const ended = expect(pc.jobs.run(id)).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => pc.kinds()).toEqual(['remedy.started']);
    await pc.jobs.cancel();
    await ended;
    expect(seen).toEqual(expect.arrayContaining([false, true]));
    expect(await pc.kinds()).toEqual(['remedy.started', 'remedy.cancelled']);
    expect(pc.state.snapshot().runningRemedy).toBeNull();
    await pc.jobs.cancel();
  });

  it('changes nothing when it was cancelled before it began', async () => {
    const pc = new Pc();
    const ended = expect(pc.jobs.run(id)).rejects.toMatchObject({ code: 'cancelled' });
    await pc.jobs.cancel();
    await ended;
    expect(pc.setting).toBe('mirrored');
  });

  it('takes a no for an answer', async () => {
    const pc = new Pc({ run: () => Promise.resolve({ kind: 'declined' }) });
    expect(await pc.jobs.run(id)).toEqual({ outcome: 'declined', undoable: false });
    expect(pc.refreshed).toBe(0);
    expect(await pc.kinds()).toEqual(['remedy.started', 'remedy.declined']);
  });

  it('keeps what takes half a change back', async () => {
    const failure = { code: 'internal', message: 'One of two.', next: 'Undo.' } as const;
    const pc = new Pc({ run: () => Promise.resolve({ kind: 'halfway', failure, undo: { before: 'half' } }) });
    await expect(pc.jobs.run(id)).rejects.toMatchObject({ message: 'One of two.' });
    expect(pc.state.snapshot().undoableRemedies).toMatchObject([{ id }]);
    await pc.jobs.undo(id);
    expect(pc.setting).toBe('half');
    expect(await pc.kinds()).toEqual(['remedy.started', 'remedy.failed', 'remedy.started', 'remedy.undone']);
  });

  it('says that a change was made when only its undo could not be kept', async () => {
    const pc = new Pc();
    const full = new AirlockError({ code: 'disk-full', message: 'The disk is full.', next: 'Free some space.' });
    pc.undos.keep = () => Promise.reject(full);
    await expect(pc.jobs.run(id)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('The change was made') as string,
    });
    expect([pc.setting, pc.refreshed]).toEqual(['nat', 1]);
  });

  it('names what Airlock does not know or does not do itself', async () => {
    const pc = new Pc();
    await expect(pc.jobs.run('wsl.no-such')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(pc.jobs.plan('__proto__', 'run')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(pc.jobs.run('wsl.move-distro')).rejects.toMatchObject({ code: 'not-supported-here' });
    const plan = await pc.jobs.plan('wsl.move-distro', 'run');
    expect(plan.byHand).toBe(true);
    expect(plan.changes.join('\n')).toContain('wsl --export');
  });
});

describe('taking back', () => {
  it('shows its plan, restores, and does it once only', async () => {
    const pc = new Pc();
    await pc.jobs.run(id);
    expect((await pc.jobs.plan(id, 'undo')).changes).toEqual(['networkingMode=nat → mirrored']);
    expect(await pc.jobs.undo(id)).toEqual({ outcome: 'done', undoable: false });
    expect([pc.setting, pc.refreshed]).toEqual(['mirrored', 2]);
    await expect(pc.jobs.undo(id)).rejects.toMatchObject({ code: 'nothing-to-undo' });
    await expect(pc.jobs.plan(id, 'undo')).rejects.toMatchObject({ code: 'nothing-to-undo' });
  });

  it('goes back step by step', async () => {
    const pc = new Pc();
    await pc.jobs.run(id);
    pc.setting = 'bridged';
    await pc.jobs.run(id);
    expect(await pc.jobs.undo(id)).toEqual({ outcome: 'done', undoable: true });
    expect(pc.setting).toBe('bridged');
    await pc.jobs.undo(id);
    expect(pc.setting).toBe('mirrored');
  });

  it('stays possible after it has failed or was declined', async () => {
    let answer: RemedyOutcome = { kind: 'declined' };
    const pc = new Pc({ undo: () => ({ plan: () => Promise.resolve([]), run: () => Promise.resolve(answer) }) });
    await pc.jobs.run(id);
    expect(await pc.jobs.undo(id)).toEqual({ outcome: 'declined', undoable: true });
    answer = { kind: 'halfway', failure: { code: 'internal', message: 'm', next: 'n' } };
    await expect(pc.jobs.undo(id)).rejects.toMatchObject({ message: 'm' });
    expect(pc.state.snapshot().undoableRemedies).toHaveLength(1);
    expect((await pc.kinds()).slice(-3)).toEqual(['remedy.declined', 'remedy.started', 'remedy.undo-failed']);
  });

  it('never guesses from data that the remedy cannot read', async () => {
    const pc = new Pc();
    await pc.undos.keep(id, { at: new Date().toISOString(), data: { after: 'x' } });
    await expect(pc.jobs.undo(id)).rejects.toMatchObject({
      code: 'file-damaged',
      message: expect.stringContaining('.damaged-') as string,
    });
    expect(pc.setting).toBe('mirrored');
    expect(pc.damage).toHaveLength(1);
    expect(readdirSync(path.join(home, 'remedy-undo')).some((name) => name.includes('.damaged-'))).toBe(true);
  });
});
