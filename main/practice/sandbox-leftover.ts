import type { ContainerSpec } from '../../app/launch/container-spec.ts';
import { label } from '../../app/launch/labels.ts';
import type { ContainerFacts } from '../docker/engine.ts';
import { PracticeContainer, practiceId } from './practice-container.ts';

const spec: ContainerSpec = {
  name: 'airlock-sandbox-leftover',
  image: `sha256:${practiceId('sandbox')}`,
  env: {},
  labels: { [label.session]: 'practice-sandbox', [label.mode]: 'sandbox' },
  network: { kind: 'none' },
  publish: [],
  mounts: [],
  capAdd: [],
  noNewPrivileges: true,
  readOnlyRoot: false,
  init: true,
  hostPids: false,
  shmBytes: 64 * 1024 * 1024,
  memoryBytes: null,
  pidsLimit: 64,
  dns: [],
  gpu: false,
  autoRemove: false,
  lifeline: false,
};

/** What a sandbox that did not clean up would have left behind. */
export function sandboxLeftover(): ContainerFacts {
  const container = new PracticeContainer(practiceId(spec.name), spec, spec.image, 0);
  container.state = 'exited';
  return container.facts();
}
