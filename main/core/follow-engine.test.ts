import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Engine } from '../docker/engine.ts';
import { followEngine } from './follow-engine.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** An engine whose event stream ends as it is told to. */
function engineWith(followEvents: Engine['followEvents']): Engine {
  return { followEvents } as Partial<Engine> as Engine;
}

it('looks for the engine again with growing waits, and at once again after it was there', async () => {
  const seen: string[] = [];
  const tries: number[] = [];
  let isThere = false;
  let breakStream = (): void => undefined;
  const engine = engineWith((_onEvent, { onOpen }) => {
    tries.push(Date.now());
    if (!isThere) return Promise.reject(new Error('ECONNREFUSED'));
    onOpen?.();
    return new Promise((_, reject) => {
      breakStream = () => reject(new Error('reset'));
    });
  });
  const stop = new AbortController();
  const start = Date.now();
  const follower = { onEvent: () => undefined, onOpen: () => seen.push('open'), onLost: () => seen.push('lost') };
  const following = followEngine(engine, follower, stop.signal);
  await vi.advanceTimersByTimeAsync(20_000);
  const gaps = tries.map((at, index) => at - (tries[index - 1] ?? start));
  expect(gaps).toEqual([0, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  isThere = true;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(seen.at(-1)).toBe('open');
  breakStream();
  await vi.advanceTimersByTimeAsync(250);
  expect(seen.slice(-3)).toEqual(['open', 'lost', 'open']);
  stop.abort();
  breakStream();
  await following;
  expect(seen.at(-1)).toBe('open');
});
