import type { MountSpec } from '../launch/container-spec.ts';
import type { Profile } from '../launch/profile.ts';

/** One folder a recipe can be given in `profile.mounts`. */
interface RecipeFolder {
  readonly name: string;
  readonly required: boolean;
  /** Where it appears in the container. */
  readonly target: string;
  readonly readOnlyInSecure: boolean;
  readonly purpose: string;
}

/** What is known of one ComfyUI image. Pure data and pure functions of the profile. */
export interface Recipe {
  readonly id: 'mmartial' | 'plain';
  readonly title: string;
  readonly folders: readonly RecipeFolder[];
  /** Capabilities it cannot start without. */
  readonly capabilities: readonly string[];
  readonly noNewPrivileges: boolean;
  readonly readOnlyRoot: boolean;
  /** `uid:gid` the container is started as; null means the image's own. */
  readonly user: (profile: Profile) => string | null;
  readonly secureEnvironment: (profile: Profile) => Readonly<Record<string, string>>;
  /** Command line; null means the image's own. */
  readonly command: (profile: Profile) => readonly string[] | null;
  /** ComfyUI's own port inside the container. */
  readonly containerPort: number;
  /** Mounts that are not the user's folders: tmpfs and the like. */
  readonly extraMounts: (profile: Profile) => readonly MountSpec[];
  /** Flags that `/system_stats` must show in argv. */
  readonly expectedFlags: (profile: Profile) => readonly string[];
  /** Flags a profile must not set: the recipe sets them, or they would open the page to others. */
  readonly reservedFlags: readonly string[];
  /** Environment variables whose effect a control looks at; null where the recipe has no such thing. */
  readonly offlineVariable: { readonly name: string; readonly value: string } | null;
  readonly noUpgradesVariable: { readonly name: string; readonly value: string } | null;
  readonly torchLockVariable: string | null;
  /** Folders (container paths) that must refuse a write in secure. */
  readonly cacheFolders: readonly string[];
  /** Scripts (container paths) that run with extra rights at start. */
  readonly scripts: readonly string[];
  /** Log lines that mean the start has failed. */
  readonly failureMarks: readonly string[];
}
