import { label } from '../../app/launch/labels.ts';
import { bytesOf } from '../../app/launch/sizes.ts';
import type { ContainerFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { aliveComfyUi, isAlive, isSessionChange, nothingRuns, readOurs } from './session-containers.ts';

const mebibyte = 1024 * 1024;

/** Is the shared memory the container's own, and of the size that was asked for? */
export const dockerShm = probeOf({ control: 'docker.shm', timeoutMs: 5_000, concernedBy: isSessionChange, look });

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = (await readOurs(context, notes, show)).filter(isAlive);
  const shared = ours.filter(({ ipcMode }) => ipcMode !== 'private' && ipcMode !== 'none' && ipcMode !== 'shareable');
  if (shared.length > 0) {
    const names = shared.map(({ name, ipcMode }) => `${name} (ipc ${ipcMode || 'not said'})`);
    return { verdict: 'fail', summary: `Shared memory is shared with others: ${names.join(', ')}.` };
  }
  const offered = ours.filter(({ ipcMode, labels }) => ipcMode === 'shareable' && labels[label.role] === 'comfyui');
  if (offered.length > 0) {
    return { verdict: 'warn', summary: 'Other containers may join ComfyUI’s shared memory (ipc shareable).' };
  }
  const comfyui = aliveComfyUi(ours);
  if (comfyui === undefined) return nothingRuns;
  const wanted = bytesOf(context.profile.limits.shm);
  if (comfyui.shmBytes !== wanted) {
    return {
      verdict: 'warn',
      summary: `Its own shared memory, but ${size(comfyui.shmBytes)} instead of the ${size(wanted)} in the profile.`,
    };
  }
  return { verdict: 'pass', summary: `Shared memory of its own, ${size(wanted)}.` };
}

function show({ ipcMode, shmBytes }: ContainerFacts): string {
  return `ipc ${ipcMode || '(not said)'}, shm ${size(shmBytes)}`;
}

function size(bytes: number): string {
  return `${String(Math.round(bytes / mebibyte))} MiB`;
}
