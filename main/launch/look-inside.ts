import type { ContainerFacts, Engine } from '../docker/engine.ts';

/** Where engines leave their sockets: whoever can write to one of these owns the machine that runs it. */
const socketPaths = [
  '/var/run/docker.sock',
  '/run/docker.sock',
  '/run/containerd/containerd.sock',
  '/run/podman/podman.sock',
];
/** Every Linux image has it: that it is found shows that looking works. */
const knownPath = '/etc/passwd';

/** What the engine itself says about the inside of ComfyUI's container. */
export interface InsideView {
  /** Sockets that were found there. */
  readonly sockets: readonly string[];
  /** False when not even a path that must exist was found: then nothing is known. */
  readonly looked: boolean;
}

/** Looks for engine sockets in the container's file system and among its mounts. */
export async function lookInside(engine: Engine, comfyui: ContainerFacts, signal: AbortSignal): Promise<InsideView> {
  const [looked, ...found] = await Promise.all(
    [knownPath, ...socketPaths].map((path) => engine.pathExists(comfyui.id, path, { signal })),
  );
  const inFiles = socketPaths.filter((_, index) => found[index] === true);
  const mounted = comfyui.mounts.map((mount) => mount.source).filter((source) => source.endsWith('.sock'));
  return { sockets: [...inFiles, ...mounted], looked: looked === true };
}
