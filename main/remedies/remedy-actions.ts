import { approveScripts } from './approve-scripts.ts';
import { buildToolsImage } from './build-tools-image.ts';
import { cleanSandbox } from './clean-sandbox.ts';
import { raiseWall } from './raise-wall.ts';
import { recreateNetwork } from './recreate-network.ts';
import type { RemedyAction } from './remedy-action.ts';
import { testWall } from './test-wall.ts';

/** What Airlock can change by itself. The others of app/controls/remedies.ts are done by hand. */
export const remedyActions: readonly RemedyAction[] = [
  recreateNetwork,
  buildToolsImage,
  testWall,
  raiseWall,
  approveScripts,
  cleanSandbox,
];
