import type { PanelBridge } from '../../app/ipc/panel-bridge.ts';
import type { PanelStore } from '../state/panel-store.ts';

/** Fills the store: the whole snapshot first, and again after every lost connection; then every change. */
export function followShell(bridge: PanelBridge, store: PanelStore): () => void {
  const stopEvents = bridge.listen('panel.changed', (snapshot) => store.getState().take(snapshot));
  const stopConnection = bridge.onConnection((connected) => {
    store.getState().setConnected(connected);
    if (connected) void takeSnapshot(bridge, store);
  });
  // A page in the browser has no connection yet; it asks once it has one.
  if (bridge.shell === 'electron') void takeSnapshot(bridge, store);
  return () => {
    stopEvents();
    stopConnection();
  };
}

async function takeSnapshot(bridge: PanelBridge, store: PanelStore): Promise<void> {
  const answer = await bridge.invoke('panel.snapshot', {});
  if (answer.ok) store.getState().take(answer.value);
  else store.getState().refuse(answer.failure);
}
