import type { Probe } from './probe.ts';

export const dockerProbes: readonly Probe[] = [];
