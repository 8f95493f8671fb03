import type { Remedy } from './remedy.ts';

/** Changes to the container and what it starts. */
export const containerRemedies = [
  {
    id: 'container.approve-scripts',
    title: 'Approve the start scripts as they are',
    mends: ['container.user-scripts'],
    needs: 'user',
    cost: 'A moment. Read them first: they run with extra rights at every start.',
    undo: 'Puts back what was approved before. The scripts themselves stay as they are.',
  },
  {
    id: 'container.clean-sandbox',
    title: 'Clean up after ended sandboxes',
    mends: ['container.sandbox-clean'],
    needs: 'user',
    cost: 'A few seconds. What ended sandboxes wrote is gone for good.',
    undo: 'Cannot be undone. What would be removed is listed first.',
  },
] as const satisfies readonly Remedy[];
