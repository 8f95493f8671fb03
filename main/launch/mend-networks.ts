import { label } from '../../app/launch/labels.ts';
import type { LaunchPlan } from '../../app/launch/launch-plan.ts';
import type { ContainerFacts, Engine } from '../docker/engine.ts';

/** Takes ComfyUI off every network the plan does not name, and strangers off airlock_net. */
export async function mendNetworks(engine: Engine, comfyui: ContainerFacts, plan: LaunchPlan): Promise<void> {
  const planned = plan.comfyui.network.kind === 'named' ? plan.comfyui.network.name : 'none';
  const added = Object.keys(comfyui.networks).filter((name) => name !== planned);
  await Promise.all(added.map((name) => engine.disconnectNetwork(name, comfyui.id)));
  const network = await engine.network(plan.network.name);
  if (network === null) return;
  const ours = new Set((await engine.containers(label.session)).map((container) => container.id));
  const strangers = Object.keys(network.attached).filter((id) => !ours.has(id));
  await Promise.all(strangers.map((id) => engine.disconnectNetwork(network.id, id)));
}
