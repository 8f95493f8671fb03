/** Why WSL refused, in its own words that no translation touches: `Wsl/Service/AttachDisk/MountDisk/HCS/E_ACCESSDENIED`. */
export interface FailureCode {
  /** The whole path: what it was doing. */
  readonly path: string;
  /** The last part: what went wrong. */
  readonly code: string;
}

/** The words around it are localized; its form is that of microsoft/WSL, ExecutionContext. */
const failurePath =
  /(?<![A-Za-z0-9/])(?:Wsl|Wslg|Bash|WslConfig)(?:\/[A-Za-z0-9_?()]+)*\/(?<code>[A-Z][A-Z0-9_]+|0x[0-9a-fA-F]{1,8})(?![A-Za-z0-9_/])/gu;

/** The last one in a text, since what is said before it may quote another; null when there is none. */
export function failureCodeIn(text: string): FailureCode | null {
  const last = [...text.matchAll(failurePath)].at(-1);
  const code = last?.groups?.['code'];
  return last === undefined || code === undefined ? null : { path: last[0], code };
}
