import { AirlockError } from '../../app/errors/airlock-error.ts';

/**
 * `wsl.exe` splits the values of its options at blanks and knows no quotes there, and a leading dash would be an option.
 *
 * @throws AirlockError `bad-request` for a name it would take for something else.
 */
export function plainName(name: string, what: 'distribution' | 'user'): string {
  if (/^[0-9A-Za-z_.][0-9A-Za-z_.-]{0,63}$/u.test(name)) return name;
  throw new AirlockError({
    code: 'bad-request',
    message: `"${name}" cannot be the name of a ${what} for WSL.`,
    next: 'Use letters, digits, dots, dashes and underscores only.',
  });
}

/**
 * A path on Windows as an argument of its own.
 *
 * @throws AirlockError `bad-request` for anything but an absolute path on a drive.
 */
export function drivePath(path: string): string {
  if (/^[A-Za-z]:[\\/][^<>:"|?*\p{Cc}]+$/u.test(path)) return path;
  throw new AirlockError({
    code: 'bad-request',
    message: `"${path}" is no absolute path on a drive of Windows.`,
    next: 'Write it like D:\\folder\\file, without quotes.',
  });
}
