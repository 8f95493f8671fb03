import { useSyncExternalStore } from 'react';

const query = window.matchMedia('(min-width: 1000px)');

/** True where two columns fit. The order in the page follows the picture, so reading and Tab do as well. */
export function useWideScreen(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches);
}

function subscribe(listener: () => void): () => void {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
