import type { Failure } from '../errors/airlock-error.ts';
import { diagnose, type Cause, type Diagnosis, type Symptom } from './diagnosis.ts';
import { distroNotVisibleCauses } from './distro-causes.ts';
import { engineCauses } from './engine-causes.ts';
import type { Finding } from './finding.ts';
import { modelsCauses } from './models-causes.ts';
import { networkCauses } from './network-causes.ts';

/** Every cause that can be told from the others, for each symptom in the order they are tried. */
export const causes: readonly Cause[] = [...distroNotVisibleCauses, ...engineCauses, ...modelsCauses, ...networkCauses];

/** What is behind these findings. */
export function diagnosesOf(findings: readonly Finding[]): readonly Diagnosis[] {
  return diagnose(findings, causes);
}

/** What a launch that failed like this has most likely met, the likeliest first. */
const behindFailure: Partial<Record<Failure['code'], readonly Symptom[]>> = {
  'engine-unreachable': ['docker-unusable', 'distro-not-visible'],
  'engine-permission': ['docker-unusable'],
  'engine-timeout': ['docker-unusable', 'distro-not-visible'],
  'mount-missing': ['models-missing', 'distro-not-visible'],
  'wall-failed': ['wall-bypassed', 'docker-unusable'],
  'wall-leaking': ['wall-bypassed'],
  'wall-unproven': ['wall-bypassed'],
};

/** The diagnosis that explains a failed launch; null where none does. */
export function diagnosisOfFailure(failure: Failure, diagnoses: readonly Diagnosis[]): Diagnosis | null {
  const likely = behindFailure[failure.code] ?? [];
  const found = likely.map((symptom) => diagnoses.find(({ id }) => id === symptom));
  return found.find((one) => one !== undefined) ?? null;
}
