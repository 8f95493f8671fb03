import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../app/errors/airlock-error.ts';
import type { PanelSnapshot } from '../../app/ipc/snapshot.ts';
import type { Wall } from '../../app/launch/modes.ts';

/** What the page knows: the shell's last word, whether it is still there, and what it refused last. */
export interface PanelData {
  readonly snapshot: PanelSnapshot | null;
  /** `null` until the first connection has succeeded or failed. */
  readonly connected: boolean | null;
  /** Milliseconds to add to this page's clock to get the shell's: over a tunnel they may differ. */
  readonly clockAheadMs: number;
  readonly refusal: Failure | null;
  /** The wall chosen for the next launch; `null` means what the profile says. */
  readonly chosenWall: Wall | null;
  readonly take: (snapshot: PanelSnapshot) => void;
  readonly setConnected: (connected: boolean) => void;
  readonly chooseWall: (wall: Wall) => void;
  readonly refuse: (failure: Failure | null) => void;
}

export type PanelStore = StoreApi<PanelData>;

export function createPanelStore(now: () => number = Date.now): PanelStore {
  return createStore<PanelData>((set) => ({
    snapshot: null,
    connected: null,
    clockAheadMs: 0,
    refusal: null,
    chosenWall: null,
    chooseWall: (chosenWall) => set({ chosenWall }),
    take: (snapshot) => set({ snapshot, connected: true, clockAheadMs: Date.parse(snapshot.observedAt) - now() }),
    setConnected: (connected) => set({ connected }),
    refuse: (refusal) => set({ refusal }),
  }));
}
