import { AirlockError } from '../../app/errors/airlock-error.ts';

/** Turns the failure to start a program into an error that says what to do. */
export function startError(file: string, thrown: unknown): AirlockError {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
  const why =
    code === 'ENOENT'
      ? 'it is not installed or not on the PATH'
      : code === 'EACCES' || code === 'EPERM'
        ? 'this account may not run it'
        : code === 'E2BIG'
          ? 'its command line is too long'
          : thrown instanceof Error
            ? thrown.message
            : String(thrown);
  return new AirlockError(
    {
      code: code === 'ENOENT' ? 'program-missing' : 'program-not-started',
      message: `The program ${file} could not be started: ${why}.`,
      next: code === 'ENOENT' ? `Install ${file}, or correct the PATH, then try again.` : `Try to run ${file} by hand.`,
    },
    thrown,
  );
}
