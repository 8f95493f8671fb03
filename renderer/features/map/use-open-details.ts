import { useEffect, useRef, useState } from 'react';
import type { ControlId } from '../../../app/controls/control.ts';

const hoverOpensAfterMs = 300;
/** Long enough to move the pointer from the chip into its details. */
const leaveClosesAfterMs = 220;

export interface OpenDetails {
  readonly id: ControlId | null;
  readonly pinned: boolean;
  readonly hover: (id: ControlId) => void;
  readonly leave: () => void;
  readonly stay: () => void;
  readonly focus: (id: ControlId) => void;
  readonly pin: (id: ControlId) => void;
  readonly close: () => void;
}

/** Which chip shows its details: after a moment of hovering, at once on focus, until closed after a click. */
export function useOpenDetails(): OpenDetails {
  const [open, setOpen] = useState<{ readonly id: ControlId; readonly pinned: boolean } | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const after = (delayMs: number, act: () => void): void => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(act, delayMs);
  };
  const show = (id: ControlId, pinned: boolean): void => {
    window.clearTimeout(timer.current);
    setOpen({ id, pinned });
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return {
    id: open?.id ?? null,
    pinned: open?.pinned ?? false,
    hover: (id) => {
      if (open?.pinned === true || open?.id === id) window.clearTimeout(timer.current);
      else after(hoverOpensAfterMs, () => show(id, false));
    },
    leave: () => {
      if (open?.pinned !== true) after(leaveClosesAfterMs, () => setOpen(null));
    },
    stay: () => window.clearTimeout(timer.current),
    focus: (id) => {
      if (open?.id !== id) show(id, false);
    },
    pin: (id) => {
      if (open?.id === id && open.pinned) setOpen(null);
      else show(id, true);
    },
    close: () => {
      window.clearTimeout(timer.current);
      setOpen(null);
    },
  };
}
