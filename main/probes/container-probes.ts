import type { Probe } from './probe.ts';

export const containerProbes: readonly Probe[] = [];
