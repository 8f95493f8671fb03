import { useEffect, useState } from 'react';
import { usePanelData } from './panel-context.ts';

/** The shell's time in milliseconds, once a second: for ages and running times. */
export function useClock(): number {
  const aheadMs = usePanelData((data) => data.clockAheadMs);
  const [ownMs, setOwnMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setOwnMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return ownMs + aheadMs;
}
