import { controlIds, layerIds } from '../../../app/controls/control.ts';
import type { CommandHandlers } from '../../../app/ipc/contract.ts';
import type { PanelSnapshot } from '../../../app/ipc/snapshot.ts';

export async function composePanel(options: { host?: PanelSnapshot['host']; version: string }) {
  const snapshot: PanelSnapshot = {
    version: options.version,
    host: options.host ?? 'practice',
    hostNote: null,
    account: 'me',
    observedAt: new Date().toISOString(),
    sweeping: false,
    layers: layerIds.map((id) => ({
      id,
      verdict: 'unknown',
      controls: controlIds
        .filter((control) => control.startsWith(id))
        .map((control) => ({
          id: control,
          verdict: 'unknown',
          summary: 'not looked at yet',
          observedAt: null,
          evidence: [],
          remedies: [],
        })),
    })),
    session: null,
    lastWallTest: null,
    wallTesting: false,
    activity: [],
    profile: { image: '', recipe: 'plain', wall: 'bridge', port: 8188, path: '', problem: null },
    launchableModes: ['secure'],
  };
  const nothing = async (): Promise<null> => null;
  const handlers = {
    'panel.snapshot': async () => snapshot,
    'controls.sweep': nothing,
    'practice.set': nothing,
    'session.stop': nothing,
    'session.open': async () => ({ uiUrl: 'http://127.0.0.1:8188' }),
  } as unknown as CommandHandlers;
  return {
    state: { snapshot: () => snapshot, subscribe: () => () => undefined },
    handlers,
    start: () => undefined,
    stop: async () => undefined,
  };
}
