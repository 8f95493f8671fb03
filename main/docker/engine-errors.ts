import { AirlockError, type ErrorCode, type Failure } from '../../app/errors/airlock-error.ts';

/** What was being asked of the engine when something went wrong. */
export interface CallContext {
  /** How the engine is reached, for people. */
  readonly address: string;
  /** What was asked, as the end of "The engine refused to …": `start a container`. */
  readonly what: string;
  readonly timeoutMs: number;
  /** Why the call was given up from this side; null when it was not. */
  readonly givenUp: 'cancelled' | 'timed-out' | null;
}

/** Turns whatever a call to the engine threw into an `AirlockError` that says what to do. */
export function engineError(thrown: unknown, context: CallContext): AirlockError {
  if (thrown instanceof AirlockError) return thrown;
  if (context.givenUp === 'cancelled') return new AirlockError(cancelled(context), thrown);
  if (context.givenUp === 'timed-out') return new AirlockError(timedOut(context), thrown);
  const status = statusOf(thrown);
  const text = textOf(thrown);
  if (status !== null) return new AirlockError(refusal(status, text, context), thrown);
  return new AirlockError(connectionFailure(systemCodeOf(thrown), text, context), thrown);
}

/** The HTTP status an engine answered with; null when it did not answer. */
export function statusOf(thrown: unknown): number | null {
  if (typeof thrown !== 'object' || thrown === null || !('statusCode' in thrown)) return null;
  return typeof thrown.statusCode === 'number' ? thrown.statusCode : null;
}

/** `ENOENT`, `EACCES`, …; null when it was no error of the operating system. */
export function systemCodeOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}

/** What the engine said, without the client's wrapping. */
function textOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'json' in thrown) {
    const { json } = thrown;
    if (typeof json === 'object' && json !== null && 'message' in json && typeof json.message === 'string') {
      return json.message.trim();
    }
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim();
}

function cancelled(context: CallContext): Failure {
  return {
    code: 'cancelled',
    message: `Cancelled while waiting for the engine to ${context.what}.`,
    next: 'Start it again whenever you like.',
  };
}

function timedOut(context: CallContext): Failure {
  return {
    code: 'engine-timeout',
    message: `The engine at ${context.address} did not ${context.what} within ${seconds(context.timeoutMs)}.`,
    next: 'It may be busy or stuck: try "docker version"; if that hangs too, restart the engine.',
  };
}

function seconds(ms: number): string {
  return ms < 1000 ? `${String(ms)} ms` : `${String(Math.round(ms / 100) / 10)} s`;
}

interface RefusalRule {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly next: string;
}

/** Checked in order; engines give the same status to very different troubles, so their words decide. */
const refusalRules: readonly RefusalRule[] = [
  {
    pattern: /port is already allocated|address already in use|ports are not available/i,
    code: 'port-taken',
    next: 'End the program or container that uses the port, or set another "port" in profile.json.',
  },
  {
    pattern: /no space left on device|disk quota exceeded/i,
    code: 'disk-full',
    next: 'Free some space where the engine keeps its data ("docker system df" shows what takes it), then try again.',
  },
  {
    pattern: /no such image|pull access denied|manifest unknown/i,
    code: 'image-missing',
    next: 'Fetch or build the image first; "docker images" lists what is there.',
  },
  {
    pattern: /bind source path does not exist|invalid mount config|not a directory: unknown/i,
    code: 'mount-missing',
    next: 'Correct the folder under "mounts" in profile.json, or create it, as the engine sees it.',
  },
  {
    pattern: /name .* is already in use|network with name .* already exists/i,
    code: 'name-clash',
    next: 'Rename or remove the one that has the name now ("docker ps -a", "docker network ls").',
  },
  {
    pattern: /permission denied while trying to connect|connect: permission denied/i,
    code: 'engine-permission',
    next: 'This account may not use the engine: add it to the docker group (docker-users on Windows), then sign in again.',
  },
  {
    pattern: /could not select device driver .*gpu|nvidia-container-cli/i,
    code: 'start-failed',
    next: 'The engine has no working NVIDIA runtime: install it, or set "gpu" to false in profile.json.',
  },
];

function refusal(status: number, text: string, context: CallContext): Failure {
  const rule = refusalRules.find((candidate) => candidate.pattern.test(text));
  const message = `The engine refused to ${context.what}: ${text || `status ${String(status)}`}`;
  if (rule !== undefined) return { code: rule.code, message, next: rule.next };
  return {
    code: 'engine-refused',
    message,
    next: 'What the engine says above is the cause; its own log has more ("journalctl -u docker").',
  };
}

const unreachable = 'Start the engine ("systemctl start docker", or Docker Desktop), then try again.';

const connectionRules: Readonly<
  Record<string, { readonly code: ErrorCode; readonly why: string; readonly next: string }>
> = {
  ENOENT: { code: 'engine-unreachable', why: 'there is no engine at that address', next: unreachable },
  ECONNREFUSED: { code: 'engine-unreachable', why: 'nothing listens there', next: unreachable },
  ECONNRESET: { code: 'engine-unreachable', why: 'it broke the connection', next: unreachable },
  EPIPE: { code: 'engine-unreachable', why: 'it broke the connection', next: unreachable },
  ENOTFOUND: {
    code: 'engine-unreachable',
    why: 'its host name is not known',
    next: 'Correct DOCKER_HOST, or unset it to use the local engine.',
  },
  EACCES: {
    code: 'engine-permission',
    why: 'this account may not open its socket',
    next: 'Add the account to the docker group (docker-users on Windows), sign out and in, then try again.',
  },
  EPERM: {
    code: 'engine-permission',
    why: 'this account may not open its socket',
    next: 'Add the account to the docker group (docker-users on Windows), sign out and in, then try again.',
  },
};

function connectionFailure(systemCode: string | null, text: string, context: CallContext): Failure {
  const rule = systemCode === null ? undefined : connectionRules[systemCode];
  if (rule !== undefined) {
    return {
      code: rule.code,
      message: `The engine at ${context.address} cannot be reached: ${rule.why} (${systemCode ?? ''}).`,
      next: rule.next,
    };
  }
  return {
    code: 'engine-unreachable',
    message: `Talking to the engine at ${context.address} failed while asking it to ${context.what}: ${text}`,
    next: unreachable,
  };
}
