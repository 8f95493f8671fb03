import { label, type Role, type SessionIdentity } from '../../app/launch/labels.ts';
import { modes, walls } from '../../app/launch/modes.ts';
import type { ContainerFacts } from '../docker/engine.ts';

/** Reads back which session a container belongs to; null when its labels are not complete, so not ours. */
export function identityOf(container: ContainerFacts): SessionIdentity | null {
  const labels = container.labels;
  const mode = modes.find((candidate) => candidate === labels[label.mode]);
  const wall = walls.find((candidate) => candidate === labels[label.wall]);
  const id = labels[label.session];
  const port = Number(labels[label.port]);
  if (id === undefined || mode === undefined || wall === undefined || !Number.isInteger(port)) return null;
  return {
    id,
    mode,
    wall,
    port,
    planHash: labels[label.plan] ?? '',
    recipe: labels[label.recipe] ?? '',
    startedAt: labels[label.startedAt] ?? container.startedAt,
  };
}

/** The one container of a session with this role, running or not. */
export function withRole(containers: readonly ContainerFacts[], role: Role): ContainerFacts | undefined {
  return containers.find((container) => container.labels[label.role] === role);
}
