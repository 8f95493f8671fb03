import type { PanelSnapshot } from '../../app/ipc/snapshot.ts';

/** Whether the page may be offered: the session is ready, and no later test of its wall has found otherwise. */
export function isProven({ session, lastWallTest }: PanelSnapshot): boolean {
  if (session?.phase !== 'ready' || session.uiUrl === null) return false;
  return lastWallTest?.sessionId !== session.id || lastWallTest.verdict === 'sealed';
}

/** Whether the wall was opened and has not been proven again since. */
export function isWallOpened({ session }: PanelSnapshot): boolean {
  return session !== null && session.breach !== null && session.phase !== 'ready';
}
