import { label } from '../../app/launch/labels.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { isAlive, readOurs } from './session-containers.ts';

/** Did ended sandboxes leave anything behind? */
export const containerSandboxClean = probeOf({
  control: 'container.sandbox-clean',
  timeoutMs: 5_000,
  concernedBy: ({ kind, action, attributes }) =>
    (kind === 'volume' || attributes[label.mode] === 'sandbox') && !action.startsWith('exec'),
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const { engine, signal } = context;
  const filter = `${label.mode}=sandbox`;
  const [ours, volumes, networks] = await Promise.all([
    readOurs(context, notes, ({ labels }) => `${labels[label.mode] ?? '?'} ${labels[label.session] ?? '?'}`),
    notes.read(`docker volume ls --filter label=${filter}`, engine.volumes(filter, { signal }), list),
    notes.read(`docker network ls --filter label=${filter}`, sandboxNetworks(context), list),
  ]);
  const sandboxed = ours.filter(({ labels }) => labels[label.mode] === 'sandbox');
  const alive = sandboxed.some(
    ({ labels, ...rest }) => labels[label.role] === 'comfyui' && isAlive({ labels, ...rest }),
  );
  if (alive)
    return { verdict: 'unknown', summary: 'A sandbox is running; what it leaves behind shows when it has ended.' };
  const left = [
    ...sandboxed.map(({ name }) => `container ${name}`),
    ...volumes.map((name) => `volume ${name}`),
    ...networks.map((name) => `network ${name}`),
  ];
  if (left.length === 0) return { verdict: 'pass', summary: 'No sandbox has left anything behind.' };
  return {
    verdict: 'fail',
    summary: `Left behind by an ended sandbox: ${left.join(', ')}.`,
    remedies: ['container.clean-sandbox'],
  };
}

async function sandboxNetworks({ engine, signal }: ProbeContext): Promise<readonly string[]> {
  const all = await engine.networks({ signal });
  return all.filter(({ labels }) => labels[label.mode] === 'sandbox').map(({ name }) => name);
}

function list(names: readonly string[]): string {
  return names.join('\n') || '(none)';
}
