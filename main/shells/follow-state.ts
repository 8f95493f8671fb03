import type { PanelSnapshot } from '../../app/ipc/snapshot.ts';

/** What a shell needs of the panel's state. */
export interface Observable {
  snapshot(): PanelSnapshot;
  subscribe(listener: () => void): () => void;
}

/**
 * Hands on the state after every change; changes made in the same turn of the event loop go out as one.
 *
 * @returns the function that stops it.
 */
export function followState(state: Observable, send: (snapshot: PanelSnapshot) => void): () => void {
  let pending: NodeJS.Immediate | null = null;
  const flush = (): void => {
    pending = null;
    send(state.snapshot());
  };
  const unsubscribe = state.subscribe(() => {
    pending ??= setImmediate(flush);
  });
  return () => {
    unsubscribe();
    if (pending !== null) clearImmediate(pending);
  };
}
