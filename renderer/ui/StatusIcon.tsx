import type { ReactNode } from 'react';
import type { ShownVerdict } from '../../app/findings/verdict.ts';

const shapes: Readonly<Record<ShownVerdict, ReactNode>> = {
  pass: <path d="M3 8.6 6.4 12 13 4.6" />,
  fail: <path d="m4 4 8 8M12 4l-8 8" />,
  warn: (
    <>
      <path d="M8 3v6" />
      <path d="M8 12.6v.1" />
    </>
  ),
  unknown: (
    <>
      <path d="M5.6 6a2.4 2.4 0 1 1 3.6 2.1C8.4 8.6 8 9 8 9.9" />
      <path d="M8 12.7v.1" />
    </>
  ),
  stale: (
    <>
      <circle cx="8" cy="8" r="5.4" />
      <path d="M8 4.9V8l2.2 1.4" />
    </>
  ),
  checking: (
    <>
      <path d="M3.5 8v.1" />
      <path d="M8 8v.1" />
      <path d="M12.5 8v.1" />
    </>
  ),
  'not-applicable': <path d="M4.5 8h7" />,
};

/** The sign of a verdict. Its word always stands beside it or in the accessible name. */
export function StatusIcon({ verdict, size = 16 }: { readonly verdict: ShownVerdict; readonly size?: number }) {
  return (
    <svg className={`status-icon is-${verdict}`} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {shapes[verdict]}
    </svg>
  );
}
