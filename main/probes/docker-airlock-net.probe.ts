import { engineName, label } from '../../app/launch/labels.ts';
import { networkOptions } from '../../app/launch/launch-plan.ts';
import type { ContainerFacts, NetworkFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { aliveComfyUi, readOurs } from './session-containers.ts';

/** Is airlock_net made as it has to be, and is nobody on it but the session? */
export const dockerAirlockNet = probeOf({
  control: 'docker.airlock-net',
  timeoutMs: 5_000,
  // Also other networks: ComfyUI being attached to one of them is what matters.
  concernedBy: (event) => event.kind === 'network',
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const { engine, signal } = context;
  const [network, ours] = await Promise.all([
    notes.read(`docker network inspect ${engineName.network}`, engine.network(engineName.network, { signal }), show),
    readOurs(context, notes, (container) => Object.keys(container.networks).join(', ') || '(no network)'),
  ]);
  const comfyui = aliveComfyUi(ours);
  if (network === null) return missing(comfyui);
  const wrong = wrongSettings(network);
  if (wrong.length > 0) {
    return {
      verdict: 'fail',
      summary: `airlock_net is not made as it has to be: ${wrong.join(', ')}.`,
      remedies: ['docker.recreate-network'],
    };
  }
  const strangers = strangersOn(network, ours);
  if (strangers.length > 0) {
    return { verdict: 'fail', summary: `Somebody else is attached to airlock_net: ${strangers.join(', ')}.` };
  }
  const astray = comfyui === undefined ? [] : otherNetworks(comfyui);
  if (astray.length > 0) {
    return { verdict: 'fail', summary: `ComfyUI is attached to a network it must not be on: ${astray.join(', ')}.` };
  }
  const on = Object.keys(network.attached).length;
  return {
    verdict: 'pass',
    summary: `airlock_net has its own bridge, no address translation and no IPv6; ${count(on)} of ours on it.`,
  };
}

function missing(comfyui: ContainerFacts | undefined): Answer {
  return comfyui === undefined
    ? { verdict: 'unknown', summary: 'airlock_net is not there now; every launch makes it, and stopping removes it.' }
    : { verdict: 'fail', summary: 'airlock_net is gone although a session is running.' };
}

function wrongSettings(network: NetworkFacts): readonly string[] {
  const wrong = Object.entries(networkOptions)
    .filter(([key, value]) => network.options[key] !== value)
    .map(([key]) => `${key.replace('com.docker.network.bridge.', '')}=${network.options[key] ?? '(unset)'}`);
  if (network.driver !== 'bridge') wrong.push(`driver ${network.driver || '(unknown)'}`);
  if (network.ipv6) wrong.push('IPv6 is on');
  if (network.labels[label.session] === undefined) wrong.push('Airlock did not make it');
  return wrong;
}

function strangersOn(network: NetworkFacts, ours: readonly ContainerFacts[]): readonly string[] {
  const known = new Set(ours.map((container) => container.id));
  return Object.entries(network.attached)
    .filter(([id]) => !known.has(id))
    .map(([id, { name }]) => name || id.slice(0, 12));
}

/** Sealed, it is on no network at all; the engine lists that as `none`. */
function otherNetworks(comfyui: ContainerFacts): readonly string[] {
  const allowed = comfyui.labels[label.wall] === 'sealed' ? 'none' : engineName.network;
  return Object.keys(comfyui.networks).filter((name) => name !== allowed);
}

function count(containers: number): string {
  return containers === 1 ? '1 container' : `${String(containers)} containers`;
}

function show(network: NetworkFacts | null): string {
  if (network === null) return '(no such network)';
  const { driver, ipv6, options, attached } = network;
  const names = Object.values(attached).map(({ name }) => name);
  return JSON.stringify({ driver, ipv6, options, attached: names }, null, 1);
}
