/** The four nested layers of the map, outermost first. */
export const layerIds = ['windows', 'wsl', 'docker', 'container'] as const;
export type LayerId = (typeof layerIds)[number];

/** Every control of the map, in the order its layer shows them. */
export const controlIds = [
  'windows.accounts',
  'windows.docker-users',
  'windows.hyperv-admins',
  'windows.vhd-acl',
  'windows.automount-task',
  'windows.models-vhd',
  'wsl.network-nat',
  'wsl.c-readonly',
  'wsl.limits',
  'wsl.models-mount',
  'wsl.no-cuda',
  'wsl.distro-visible',
  'docker.airlock-net',
  'docker.wall',
  'docker.loopback-publish',
  'docker.manual-lifecycle',
  'docker.shm',
  'docker.engine',
  'docker.egress-proof',
  'container.wanted-ids',
  'container.offline',
  'container.no-upgrades',
  'container.torch-lock',
  'container.cache-readonly',
  'container.user-scripts',
  'container.sandbox-clean',
  'container.capabilities',
  'container.flags',
] as const;
export type ControlId = (typeof controlIds)[number];

/** One hardening measure: one chip on the map. Texts are for users, in plain words. */
export interface Control {
  readonly id: ControlId;
  readonly layer: LayerId;
  /** Short name on the chip. */
  readonly title: string;
  /** What the measure does. */
  readonly does: string;
  /** What goes wrong without it. */
  readonly breaks: string;
  /** What the hardening guide claims of it, in our words; absent for controls of our own. */
  readonly guide?: string;
  /** What measuring and reading sources showed since, where that differs from or adds to the guide. */
  readonly found?: string;
  /** True where people most often go wrong: the chip carries a corner mark. */
  readonly commonFailure: boolean;
  /** Seconds after which a finding no longer counts as fresh; `null` while events keep it true. */
  readonly maxAgeS: number | null;
}
