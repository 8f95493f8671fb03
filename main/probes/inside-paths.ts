import type { ContainerFacts } from '../docker/engine.ts';
import type { ProbeContext } from './probe.ts';
import { recipeFor } from './session-containers.ts';

/** A folder of ComfyUI in the container: below its base directory where it has one, else where the recipe puts it. */
function comfyUiFolder(name: 'output' | 'user', comfyui: ContainerFacts, context: ProbeContext): string | null {
  const base = comfyui.env['BASE_DIRECTORY'];
  if (base !== undefined && base !== '') return `${base}/${name}`;
  return recipeFor(comfyui, context).folders.find((folder) => folder.name === name)?.target ?? null;
}

export function outputFolder(comfyui: ContainerFacts, context: ProbeContext): string | null {
  return comfyUiFolder('output', comfyui, context);
}

/** Where ComfyUI-Manager may keep its settings, newest place first. */
export function managerSettings(comfyui: ContainerFacts, context: ProbeContext): readonly string[] {
  const user = comfyUiFolder('user', comfyui, context);
  return user === null ? [] : [`${user}/__manager/config.ini`, `${user}/default/ComfyUI-Manager/config.ini`];
}
