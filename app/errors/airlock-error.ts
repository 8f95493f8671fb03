/** Every way in which something may refuse or fail; scripts may rely on these words. */
export const errorCodes = [
  'engine-unreachable',
  'engine-permission',
  'engine-timeout',
  'engine-refused',
  'image-missing',
  'tools-image-missing',
  'port-taken',
  'foreign-network',
  'foreign-container',
  'name-clash',
  'profile-invalid',
  'mount-missing',
  'file-damaged',
  'disk-full',
  'already-running',
  'not-running',
  'not-paused',
  'wall-failed',
  'wall-leaking',
  'wall-unproven',
  'start-failed',
  'not-ready-in-time',
  'breach',
  'cancelled',
  'program-missing',
  'program-not-started',
  'program-timeout',
  'program-output-too-long',
  'terminal-unavailable',
  'wsl-not-installed',
  'wsl-not-ready',
  'wsl-distro-missing',
  'wsl-wrong-account',
  'wsl-attach-refused',
  'wsl-disk-missing',
  'wsl-disk-in-use',
  'wsl-disk-attached',
  'wsl-mount-failed',
  'wsl-needs-administrator',
  'wsl-forbidden',
  'wsl-refused',
  'nothing-to-undo',
  'changed-since',
  'not-supported-here',
  'windows-unreadable',
  'elevation-invalid',
  'elevation-refused',
  'elevation-failed',
  'elevation-no-answer',
  'bad-request',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What crosses every boundary when something fails: a code, what happened, and the next step. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  /** What the user can do now. */
  readonly next: string;
}

/** An expected failure. Everything thrown on purpose in Airlock is one of these. */
export class AirlockError extends Error {
  readonly code: ErrorCode;
  readonly next: string;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause });
    this.name = 'AirlockError';
    this.code = failure.code;
    this.next = failure.next;
  }

  toFailure(): Failure {
    return { code: this.code, message: this.message, next: this.next };
  }
}

/** Turns anything thrown into a failure that can be shown. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof AirlockError) return thrown.toFailure();
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'internal',
    message,
    next: 'This is a defect in Airlock. `airlock log` holds what led to it; please report it.',
  };
}
