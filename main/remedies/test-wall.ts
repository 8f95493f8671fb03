import { done, type RemedyAction } from './remedy-action.ts';

/** Tries every way out once more. */
export const testWall: RemedyAction = {
  id: 'docker.test-wall',
  plan: () =>
    Promise.resolve([
      'Start throw-away containers, with and without the wall, and try the same ways out from each.',
      'Remove them again and keep the report.',
    ]),
  run: async ({ testWall: test, signal, tell }) => {
    tell('Trying every way out …');
    await test(signal);
    return done;
  },
};
