import type { Failure } from '../../app/errors/airlock-error.ts';
import type { WslGuestFacts } from './guest-facts.ts';
import type { WslconfigFile } from './wslconfig-file.ts';

/** What was asked for, or why it could not be had. */
export type Attempted<T> =
  { readonly isDone: true; readonly value: T } | { readonly isDone: false; readonly failure: Failure };

/** What one look at this account's WSL has found. Which distributions it has is the registry's to say. */
export interface WslFacts {
  /** The distribution that was looked into. */
  readonly distro: string;
  /** How the guest was asked, as a person would repeat it. */
  readonly asked: string;
  readonly guest: Attempted<WslGuestFacts>;
  readonly wslconfig: Attempted<WslconfigFile>;
  /** What WSL itself warned of when the distribution started. */
  readonly warnings: readonly string[];
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
}

/** A distribution in the registry of one account: HKCU\…\Lxss. */
export interface LxssDistro {
  readonly name: string;
  /** 1 or 2. */
  readonly version: number;
  /** 1 is installed; 3 to 6 are installing, uninstalling, converting, exporting. */
  readonly state: number;
}

/** What layer ② needs of the look at Windows. */
export interface LxssView {
  /** Of the account that runs this. */
  readonly lxss: readonly LxssDistro[];
  /** Of other accounts, as far as their registry is loaded and may be read; null when nothing can be told. */
  readonly otherLxss: readonly { readonly sid: string; readonly names: readonly string[] }[] | null;
  /** The virtual disk of the models; its size is that of the block device it becomes. */
  readonly modelsVhd?: { readonly virtualBytes: number | null };
}
