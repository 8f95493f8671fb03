import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { NetworkSpec } from '../../app/launch/launch-plan.ts';
import type { Engine } from '../docker/engine.ts';

/**
 * Makes airlock_net, or takes the one that stands if it was made as it has to be.
 *
 * @throws AirlockError `wall-failed` when the one that stands differs from the plan.
 */
export async function provideNetwork(engine: Engine, spec: NetworkSpec, signal: AbortSignal): Promise<void> {
  const existing = await engine.network(spec.name, { signal });
  if (existing === null) {
    await engine.createNetwork(spec, { signal });
    return;
  }
  const wrong = Object.entries(spec.options).find(([key, value]) => existing.options[key] !== value);
  if (wrong === undefined && !existing.ipv6) return;
  const what = wrong === undefined ? 'IPv6 on' : `${wrong[0]}=${existing.options[wrong[0]] ?? '(unset)'}`;
  throw new AirlockError({
    code: 'wall-failed',
    message: `${spec.name} was made with ${what}.`,
    next: 'Recreate it: the remedy on the airlock_net chip. Nothing is left running.',
  });
}
