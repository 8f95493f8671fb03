import { containerCacheReadonly } from './container-cache-readonly.probe.ts';
import { containerCapabilities } from './container-capabilities.probe.ts';
import { containerFlags } from './container-flags.probe.ts';
import { containerNoUpgrades } from './container-no-upgrades.probe.ts';
import { containerOffline } from './container-offline.probe.ts';
import { containerSandboxClean } from './container-sandbox-clean.probe.ts';
import { containerTorchLock } from './container-torch-lock.probe.ts';
import { containerUserScripts } from './container-user-scripts.probe.ts';
import { containerWantedIds } from './container-wanted-ids.probe.ts';
import type { Probe } from './probe.ts';

/** Layer ④: the container and ComfyUI in it. */
export const containerProbes: readonly Probe[] = [
  containerWantedIds,
  containerOffline,
  containerNoUpgrades,
  containerTorchLock,
  containerCacheReadonly,
  containerUserScripts,
  containerSandboxClean,
  containerCapabilities,
  containerFlags,
];
