import { describe, expect, it } from 'vitest';
import { recipeOf } from '../../app/recipes/recipes.ts';
import type { Engine } from '../docker/engine.ts';
import { containerCacheReadonly } from './container-cache-readonly.probe.ts';
import { ask } from './testing/fake-context.ts';
import { container, nowMs, readySession } from './testing/fake-facts.ts';

const folders = recipeOf('plain').cacheFolders;
const tried = folders.map((folder) => `trying ${folder}`);
const refused = folders.map((folder) => `touch: ${folder}/.airlock-write-test: Read-only file system`);

/** A fake engine that counts commands run inside; ComfyUI is as given when it is looked at a second time. */
function counting(laterState: 'running' | 'paused'): {
  readonly engine: Partial<Engine>;
  readonly entered: () => number;
} {
  let entered = 0;
  return {
    engine: {
      exec: () => {
        entered += 1;
        return Promise.resolve({ exitCode: 1, stdout: `${tried.join('\n')}\n`, stderr: refused.join('\n') });
      },
      container: () => Promise.resolve(container('comfyui', { state: laterState })),
    },
    entered: () => entered,
  };
}

describe('entering ComfyUI’s container', () => {
  it('runs commands in a session that is ready and has been for a while', async () => {
    const { engine, entered } = counting('running');
    expect((await ask(containerCacheReadonly, { engine })).verdict).toBe('pass');
    expect(entered()).toBeGreaterThan(0);
  });

  it('runs none when the sentinel is gone: the freeze is on its way', async () => {
    const { engine, entered } = counting('running');
    const finding = await ask(containerCacheReadonly, { engine, containers: [container('comfyui')] });
    expect(finding.verdict).toBe('unknown');
    expect(entered()).toBe(0);
  });

  it.each([
    { name: 'was resumed from outside', world: { context: { session: readySession({ phase: 'paused' }) } } },
    {
      name: 'was restarted just now',
      world: {
        containers: [container('comfyui', { startedAt: new Date(nowMs - 50).toISOString() }), container('sentinel')],
      },
    },
  ])('waits for how it ends when it $name', async ({ world }) => {
    const paused = counting('paused');
    expect((await ask(containerCacheReadonly, { ...world, engine: paused.engine })).verdict).toBe('unknown');
    expect(paused.entered()).toBe(0);
    const running = counting('running');
    expect((await ask(containerCacheReadonly, { ...world, engine: running.engine })).verdict).toBe('pass');
  });
});
