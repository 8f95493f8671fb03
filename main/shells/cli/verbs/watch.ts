import type { PanelSnapshot } from '../../../../app/ipc/snapshot.ts';
import { followState } from '../../follow-state.ts';
import { exitCode } from '../exit-code.ts';
import { interruption, untilAborted } from '../interruption.ts';
import type { Output } from '../output.ts';
import { changesBetween, type WatchEvent } from '../snapshot-changes.ts';
import type { Verb } from '../verb.ts';
import { withPanel } from '../with-panel.ts';

export const watch: Verb = {
  usage: 'watch [--json]',
  run: (call) =>
    withPanel(call, async (panel) => {
      const interrupted = interruption();
      const { state } = panel;
      let known = settled(state.snapshot(), null);
      tell({ type: 'watching', at: now(), host: known.host, session: known.session?.id ?? null }, call.output);
      const stopFollowing = followState(state, (snapshot) => {
        const next = settled(snapshot, known);
        for (const change of changesBetween(known, next, now())) tell(change, call.output);
        known = next;
      });
      panel.start();
      await untilAborted(interrupted);
      stopFollowing();
      return exitCode.good;
    }),
};

const now = (): string => new Date().toISOString();

/** While a chip is being looked at again, what it showed last goes on counting. */
function settled(snapshot: PanelSnapshot, before: PanelSnapshot | null): PanelSnapshot {
  if (before === null) return snapshot;
  const known = new Map(before.layers.flatMap((layer) => layer.controls.map((control) => [control.id, control])));
  const layers = snapshot.layers.map((layer) => ({
    ...layer,
    controls: layer.controls.map((control) =>
      control.verdict === 'checking' ? (known.get(control.id) ?? control) : control,
    ),
  }));
  return { ...snapshot, layers };
}

function tell(event: WatchEvent, output: Output): void {
  output.value(event);
  output.line(sentence(event));
}

function sentence(event: WatchEvent): string {
  switch (event.type) {
    case 'watching':
      return `${event.at} watching (${event.host}); Ctrl-C ends the watching, not the session`;
    case 'phase':
      return `${event.at} session ${event.session}: ${event.phase}`;
    case 'breach': {
      const pause = event.pausedAfterMs === null ? '' : `; paused after ${String(event.pausedAfterMs)} ms`;
      return `${event.at} BREACH ${event.reason}: ${event.detail}${pause}`;
    }
    case 'verdict':
      return `${event.at} ${event.control}: ${event.was} → ${event.verdict}: ${event.summary}`;
  }
}
