import { dockerAirlockNet } from './docker-airlock-net.probe.ts';
import { dockerEgressProof } from './docker-egress-proof.probe.ts';
import { dockerEngine } from './docker-engine.probe.ts';
import { dockerLoopbackPublish } from './docker-loopback-publish.probe.ts';
import { dockerManualLifecycle } from './docker-manual-lifecycle.probe.ts';
import { dockerShm } from './docker-shm.probe.ts';
import { dockerWall } from './docker-wall.probe.ts';
import type { Probe } from './probe.ts';

/** Who answers for layer ③. */
export const dockerProbes: readonly Probe[] = [
  dockerEngine,
  dockerAirlockNet,
  dockerWall,
  dockerLoopbackPublish,
  dockerManualLifecycle,
  dockerShm,
  dockerEgressProof,
];
