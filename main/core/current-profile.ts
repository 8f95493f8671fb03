import type { ProfileView } from '../../app/ipc/snapshot.ts';
import { profileSchema, type Profile } from '../../app/launch/profile.ts';
import { loadProfile, type LoadedProfile } from '../files/profile-file.ts';

/** The profile as it was last read. A damaged one is never replaced and never launched with; the panel says why. */
export class CurrentProfile {
  /** What the probes compare with: the last profile that could be read, else the defaults. */
  private usable: Profile;

  private constructor(
    private readonly home: string,
    private loaded: LoadedProfile,
  ) {
    this.usable = loaded.profile ?? profileSchema.parse({ version: 1 });
  }

  static async load(home: string): Promise<CurrentProfile> {
    return new CurrentProfile(home, await loadProfile(home));
  }

  current(): Profile {
    return this.usable;
  }

  async reload(): Promise<LoadedProfile> {
    this.loaded = await loadProfile(this.home);
    this.usable = this.loaded.profile ?? this.usable;
    return this.loaded;
  }

  view(): ProfileView {
    const { image, recipe, wall, port } = this.usable;
    return { image, recipe, wall, port, path: this.loaded.path, problem: this.loaded.problem?.message ?? null };
  }
}
