import type { ControlView, PanelSnapshot } from '../../../app/ipc/snapshot.ts';

/** What `airlock watch --json` tells, one line each; documented in docs/cli.md. */
export type WatchEvent =
  | { readonly type: 'watching'; readonly at: string; readonly host: string; readonly session: string | null }
  | { readonly type: 'phase'; readonly at: string; readonly session: string; readonly phase: string }
  | {
      readonly type: 'breach';
      readonly at: string;
      readonly session: string;
      readonly reason: string;
      readonly detail: string;
      readonly pausedAfterMs: number | null;
    }
  | {
      readonly type: 'verdict';
      readonly at: string;
      readonly control: string;
      readonly was: string;
      readonly verdict: string;
      readonly summary: string;
    };

/** What changed from one state to the next. A breach is told when it is seen and once more when the pause is confirmed. */
export function changesBetween(before: PanelSnapshot, after: PanelSnapshot, at: string): readonly WatchEvent[] {
  return [...sessionChanges(before, after, at), ...verdictChanges(before, after, at)];
}

function sessionChanges(before: PanelSnapshot, after: PanelSnapshot, at: string): readonly WatchEvent[] {
  const [was, is] = [before.session, after.session];
  const events: WatchEvent[] = [];
  if (is === null) {
    if (was !== null && was.phase !== 'stopped' && was.phase !== 'failed') {
      events.push({ type: 'phase', at, session: was.id, phase: 'stopped' });
    }
    return events;
  }
  const known = was?.id === is.id ? was : null;
  const { breach } = is;
  const isNewBreach = breach !== null && breach.detectedAt !== known?.breach?.detectedAt;
  const isNowPaused = breach !== null && breach.pausedAt !== (known?.breach?.pausedAt ?? null);
  if (breach !== null && (isNewBreach || isNowPaused)) {
    const { reason, detail, pausedAfterMs } = breach;
    events.push({ type: 'breach', at: breach.detectedAt, session: is.id, reason, detail, pausedAfterMs });
  }
  if (is.phase !== known?.phase) events.push({ type: 'phase', at, session: is.id, phase: is.phase });
  return events;
}

/** A chip that is merely being looked at again has not changed. */
function verdictChanges(before: PanelSnapshot, after: PanelSnapshot, at: string): readonly WatchEvent[] {
  const was = new Map(controlsOf(before).map((control) => [control.id, control.verdict]));
  return controlsOf(after).flatMap((control) => {
    const previous = was.get(control.id) ?? 'checking';
    if (control.verdict === previous || control.verdict === 'checking') return [];
    const { id, verdict, summary } = control;
    return [{ type: 'verdict', at, control: id, was: previous, verdict, summary }] as const;
  });
}

function controlsOf(snapshot: PanelSnapshot): readonly ControlView[] {
  return snapshot.layers.flatMap((layer) => layer.controls);
}
