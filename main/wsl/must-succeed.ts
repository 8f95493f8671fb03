import { decodeWslText } from './decode-text.ts';
import { wslError } from './wsl-errors.ts';
import type { WatchedEnd, WslAnswer } from './wsl-program.ts';

/** The text of an answer of `wsl.exe` itself; `what` is the end of "WSL could not …". It puts its errors on both outputs. */
export function mustSucceed({ exitCode, stdout, stderr }: WslAnswer, what: string): string {
  const text = decodeWslText(stdout);
  if (exitCode !== 0) throw wslError({ exitCode, text: `${text}\n${stderr}` }, what);
  return text;
}

/** The same for a verb that was watched. */
export function mustHaveEnded({ exitCode, tail }: WatchedEnd, what: string): void {
  if (exitCode !== 0) throw wslError({ exitCode, text: tail }, what);
}
