import { containerControls } from './container.ts';
import type { Control, ControlId, LayerId } from './control.ts';
import { dockerControls } from './docker.ts';
import { windowsControls } from './windows.ts';
import { wslControls } from './wsl.ts';

/** Every control of the map, outermost layer first, in the order its layer shows them. */
export const catalogue: readonly Control[] = [
  ...windowsControls,
  ...wslControls,
  ...dockerControls,
  ...containerControls,
];

const byId: ReadonlyMap<ControlId, Control> = new Map(catalogue.map((control) => [control.id, control]));

/** What is known of one control. */
export function controlOf(id: ControlId): Control {
  const control = byId.get(id);
  // The catalogue's test proves that this cannot happen.
  if (control === undefined) throw new Error(`no such control: ${id}`);
  return control;
}

/** The controls of one layer, in the order of its chips. */
export function controlsOf(layer: LayerId): readonly Control[] {
  return catalogue.filter((control) => control.layer === layer);
}
