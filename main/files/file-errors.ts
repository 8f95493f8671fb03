import { AirlockError } from '../../app/errors/airlock-error.ts';

/** The operating system's code of an error; empty when it has none. */
export function systemCode(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

/** Turns the failure to read or write one of our files into an error that says what to do. */
export function fileError(path: string, doing: 'read' | 'written', thrown: unknown): AirlockError {
  if (thrown instanceof AirlockError) return thrown;
  const code = systemCode(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AirlockError(
      {
        code: 'disk-full',
        message: `${path} could not be written: the disk is full. What was there before is unchanged.`,
        next: 'Free some space on that disk, then try again.',
      },
      thrown,
    );
  }
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new AirlockError(
    {
      code: 'file-damaged',
      message: `${path} could not be ${doing}: ${why}`,
      next: 'Check who owns the file and its folder and that the disk is in order, then try again.',
    },
    thrown,
  );
}
