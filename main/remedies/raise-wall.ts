import { engineName } from '../../app/launch/labels.ts';
import { done, type RemedyAction } from './remedy-action.ts';

/** Mends the wall of a paused session; ComfyUI goes on only once the wall has been proven again. */
export const raiseWall: RemedyAction = {
  id: 'docker.raise-wall',
  plan: () =>
    Promise.resolve([
      `Keep ${engineName.comfyui} frozen and take it off every network that is not its own.`,
      `Replace ${engineName.sentinel}, which puts the rules first in FORWARD and INPUT again, for IPv4 and IPv6.`,
      `Test the wall, and let ${engineName.comfyui} go on if nothing gets out.`,
    ]),
  run: async ({ resume, signal, tell }) => {
    tell('Mending the wall and testing it …');
    await resume(signal);
    return done;
  },
};
