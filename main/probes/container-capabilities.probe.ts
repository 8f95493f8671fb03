import { label } from '../../app/launch/labels.ts';
import { bytesOf } from '../../app/launch/sizes.ts';
import type { ContainerFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { aliveComfyUi, isAlive, isSessionChange, nothingRuns, readOurs, recipeFor } from './session-containers.ts';

const engineSocket = /(?:docker|containerd|podman|crio)[^/]*\.sock$/u;
/** Whoever can write here owns the machine. */
const hostRoots = new Set(['/', '/etc', '/proc', '/sys', '/dev', '/run', '/var/run', '/var/lib/docker']);

/** Has ComfyUI only the rights its recipe needs, and no door out of its container? */
export const containerCapabilities = probeOf({
  control: 'container.capabilities',
  timeoutMs: 5_000,
  concernedBy: isSessionChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = (await readOurs(context, notes, show)).filter(isAlive);
  const comfyui = aliveComfyUi(ours);
  if (comfyui === undefined) return nothingRuns;
  const relays = ours.filter(({ labels }) => labels[label.role]?.startsWith('relay') === true);
  const faults = [
    ...faultsOf(comfyui, recipeFor(comfyui, context).capabilities),
    ...promisedFaults(comfyui, context),
    ...relays.flatMap((relay) => faultsOf(relay, []).map((fault) => `${relay.name}: ${fault}`)),
  ];
  if (faults.length > 0) return { verdict: 'fail', summary: `More rights than it needs: ${faults.join(', ')}.` };
  const added = comfyui.capAdd.length === 0 ? 'No capabilities' : `Only ${comfyui.capAdd.join(', ')}`;
  return { verdict: 'pass', summary: `${added}, nothing of the host’s, limits are set.` };
}

function faultsOf(container: ContainerFacts, allowed: readonly string[]): readonly string[] {
  const faults: string[] = [];
  const extra = container.capAdd.filter((name) => !allowed.includes(name));
  if (extra.length > 0) faults.push(`capabilities ${extra.join(', ')}`);
  if (!container.capDrop.includes('ALL')) faults.push('the engine’s usual capabilities were not dropped');
  if (container.privileged) faults.push('privileged');
  for (const [what, mode] of Object.entries(namespacesOf(container))) {
    if (mode === 'host') faults.push(`the host’s ${what}`);
  }
  const sockets = container.mounts.filter(
    ({ source, target }) => engineSocket.test(source) || engineSocket.test(target),
  );
  if (sockets.length > 0) faults.push(`the engine’s socket at ${sockets.map(({ target }) => target).join(', ')}`);
  const roots = container.mounts.filter(({ kind, source }) => kind === 'bind' && hostRoots.has(source));
  if (roots.length > 0) faults.push(`the host’s folder ${roots.map(({ source }) => source).join(', ')}`);
  const open = container.securityOptions.filter((option) => /unconfined|disable/u.test(option));
  if (open.length > 0) faults.push(open.join(', '));
  if (container.pidsLimit <= 0) faults.push('no limit on processes');
  return faults;
}

/** What the recipe and the profile promise of ComfyUI itself. */
function promisedFaults(comfyui: ContainerFacts, context: ProbeContext): readonly string[] {
  const recipe = recipeFor(comfyui, context);
  const { memory, pids } = context.profile.limits;
  const faults: string[] = [];
  const keeps = comfyui.securityOptions.some(
    (option) => option.startsWith('no-new-privileges') && !option.endsWith('false'),
  );
  if (recipe.noNewPrivileges && !keeps) faults.push('it can gain new privileges');
  if (recipe.readOnlyRoot && !comfyui.readOnlyRoot) faults.push('its own file system is writable');
  if (comfyui.pidsLimit > pids) faults.push(`${String(comfyui.pidsLimit)} processes instead of ${String(pids)}`);
  if (memory !== null && (comfyui.memoryBytes === 0 || comfyui.memoryBytes > bytesOf(memory))) {
    faults.push(`more memory than ${memory}`);
  }
  return faults;
}

function namespacesOf(container: ContainerFacts): Readonly<Record<string, string>> {
  return {
    network: container.networkMode,
    processes: container.pidMode,
    'shared memory': container.ipcMode,
    users: container.usernsMode,
  };
}

function show(container: ContainerFacts): string {
  const { capAdd, capDrop, privileged, securityOptions, pidsLimit, memoryBytes, readOnlyRoot, mounts } = container;
  const namespaces = Object.entries(namespacesOf(container)).map(([what, mode]) => `${what}=${mode || 'own'}`);
  return [
    `cap-add ${capAdd.join(',') || '-'}`,
    `cap-drop ${capDrop.join(',') || '-'}`,
    `privileged ${String(privileged)}`,
    ...namespaces,
    `security ${securityOptions.join(',') || '-'}`,
    `pids ${String(pidsLimit)}`,
    `memory ${String(memoryBytes)}`,
    `root ${readOnlyRoot ? 'ro' : 'rw'}`,
    `mounts ${mounts.map(({ source, target }) => `${source || 'memory'}:${target}`).join(' ') || '-'}`,
  ].join('; ');
}
