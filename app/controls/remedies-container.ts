import type { Remedy } from './remedy.ts';

/** Changes to the container and what it starts. */
export const containerRemedies = [
  {
    id: 'container.approve-scripts',
    title: 'Approve the start scripts as they are',
    needs: 'user',
    cost: 'A moment. Read them first: they run with extra rights at every start.',
    undo: 'Take their lines out of approved-scripts.json in Airlock’s folder; they count as not approved then.',
  },
  {
    id: 'container.clean-sandbox',
    title: 'Clean up after ended sandboxes',
    needs: 'user',
    cost: 'A few seconds. What ended sandboxes wrote is gone for good.',
    undo: 'Cannot be undone. What would be removed is listed first.',
  },
] as const satisfies readonly Remedy[];
