import type { Wall } from '../../app/launch/modes.ts';
import { useCommand, usePanelData, useSnapshot } from './panel-context.ts';

/** The wall the next launch raises, wherever it is started from. */
export function useChosenWall(): Wall {
  const chosen = usePanelData((data) => data.chosenWall);
  const usual = useSnapshot((snapshot) => snapshot.profile.wall);
  return chosen ?? usual;
}

export function useLaunch(): () => void {
  const run = useCommand();
  const wall = useChosenWall();
  return () => void run('launch.start', { mode: 'secure', wall });
}
