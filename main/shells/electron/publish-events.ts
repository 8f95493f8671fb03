import type { WebContents } from 'electron';
import { eventChannel } from '../../../app/ipc/channels.ts';
import type { PanelSnapshot } from '../../../app/ipc/snapshot.ts';
import { followState, type Observable } from '../follow-state.ts';

/** Sends the whole state to the window whenever it has changed. Returns the function that stops it. */
export function publishEvents(state: Observable, panel: WebContents): () => void {
  return followState(state, (snapshot: PanelSnapshot) => {
    if (!panel.isDestroyed() && !panel.isCrashed()) panel.send(eventChannel, 'panel.changed', snapshot);
  });
}
