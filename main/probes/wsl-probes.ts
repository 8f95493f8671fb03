import type { Probe } from './probe.ts';
import { wslCReadonly } from './wsl-c-readonly.probe.ts';
import { wslDistroVisible } from './wsl-distro-visible.probe.ts';
import { wslLimits } from './wsl-limits.probe.ts';
import { wslModelsMount } from './wsl-models-mount.probe.ts';
import { wslNetworkNat } from './wsl-network-nat.probe.ts';
import { wslNoCuda } from './wsl-no-cuda.probe.ts';

/** Who answers for layer ②. */
export const wslProbes: readonly Probe[] = [
  wslNetworkNat,
  wslCReadonly,
  wslLimits,
  wslModelsMount,
  wslNoCuda,
  wslDistroVisible,
];
