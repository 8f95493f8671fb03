import type { Recipe } from '../recipes/recipe.ts';
import type { ContainerSpec } from './container-spec.ts';
import type { Mode, Wall } from './modes.ts';
import type { Profile } from './profile.ts';
import type { SessionIdentity } from './labels.ts';

/** What has been resolved in the engine before anything is made. */
export interface ResolvedImages {
  /** `sha256:…` ids, so that a tag that moves during a launch changes nothing. */
  readonly comfyui: string;
  readonly tools: string;
}

/** How airlock_net is made. */
export interface NetworkSpec {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly ipv6: false;
  readonly labels: Readonly<Record<string, string>>;
}

/** Everything a launch will do, as plain data. Computed once, hashed, and carried out without further decisions. */
export interface LaunchPlan {
  readonly mode: Mode;
  readonly wall: Wall;
  readonly recipe: Recipe['id'];
  readonly port: number;
  readonly network: NetworkSpec;
  readonly sentinel: ContainerSpec;
  readonly comfyui: ContainerSpec;
  /** `sealed` only: the two ends of the socket relay. */
  readonly relay: { readonly inner: ContainerSpec; readonly outer: ContainerSpec; readonly volume: string } | null;
}

/** Computes the plan of one session. Pure: same input, same plan. */
export function planSecure(
  profile: Profile,
  recipe: Recipe,
  images: ResolvedImages,
  session: SessionIdentity,
): LaunchPlan {
  void profile;
  void recipe;
  void images;
  void session;
  throw new Error('written by the app/ owner');
}
