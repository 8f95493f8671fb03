import { useEffect, useState } from 'react';
import { usePanelData } from './panel-context.ts';

/** While a session runs its time is shown in seconds; otherwise only ages are, and those are told in minutes. */
const periodMs = { running: 1_000, idle: 15_000 } as const;

/** The shell's time in milliseconds, for ages and running times. It stands still while nobody can see the page. */
export function useClock(): number {
  const aheadMs = usePanelData((data) => data.clockAheadMs);
  const isRunning = usePanelData((data) => (data.snapshot?.session ?? null) !== null);
  const [ownMs, setOwnMs] = useState(() => Date.now());
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const tick = (): void => setOwnMs(Date.now());
    const follow = (): void => {
      clearInterval(timer);
      if (document.visibilityState === 'hidden') return;
      tick();
      timer = setInterval(tick, isRunning ? periodMs.running : periodMs.idle);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', follow);
    };
  }, [isRunning]);
  return ownMs + aheadMs;
}
