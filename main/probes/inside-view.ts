/** How a folder answered to an attempt to write to it. */
export type Attempt = 'read-only' | 'no-permission' | 'written' | 'not-there' | 'unclear';

/** What one look inside ComfyUI's container has found. */
export interface InsideView {
  /** As a person would repeat it. */
  readonly source: string;
  /** Packages whose names begin with torch, with every version that is installed. */
  readonly torch: ReadonlyMap<string, ReadonlySet<string>>;
  /** The newest file ComfyUI has made in this session. */
  readonly newest: { readonly path: string; readonly uid: number } | null;
  /** ComfyUI-Manager's settings, file by file. */
  readonly settings: readonly string[];
  readonly attempts: readonly { readonly folder: string; readonly attempt: Attempt }[];
  /** What it complained about. */
  readonly complaints: string;
}
