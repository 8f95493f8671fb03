import { connect } from 'node:net';
import { AirlockError, type ErrorCode } from '../../app/errors/airlock-error.ts';
import { spawnStdio } from '../process/spawn-stdio.ts';
import { decodeWslText } from '../wsl/decode-text.ts';
import { failureCodeIn } from '../wsl/failure-code.ts';
import { distroArguments } from '../wsl/run-in-distro.ts';
import { wslError } from '../wsl/wsl-errors.ts';
import { wslEnvironment, wslExePath } from '../wsl/wsl-exe.ts';
import { systemCodeOf } from './engine-errors.ts';
import type { EngineRoute, RouteFailure } from './engine-route.ts';

const dialStdio = ['docker', 'system', 'dial-stdio'] as const;
/** Docker Desktop's own pipes: the one of its Linux engine, and the one that is whatever engine it runs. */
const pipes = ['//./pipe/dockerDesktopLinuxEngine', '//./pipe/docker_engine'] as const;
/** The machine of WSL may have to start first. */
const wslTimeoutMs = 20_000;
const pipeTimeoutMs = 3_000;

const startDesktop = 'Start Docker Desktop in this account, and turn on its integration for the distribution.';
const join =
  'Add this account to the group of the engine (docker-users, or docker in WSL), then sign out and in again.';

/**
 * Ways to the engine from Windows. Through the distribution first: there, paths mean what the profile means by them. The
 * named pipes reach Docker Desktop even while it is not integrated with the distribution.
 */
export function windowsRoutes(
  env: Readonly<Record<string, string | undefined>>,
  distro: string,
  pipePaths: readonly string[] = pipes,
): readonly EngineRoute[] {
  return [throughWsl(env, distro), ...pipePaths.map(throughPipe)];
}

function throughWsl(env: Readonly<Record<string, string | undefined>>, distro: string): EngineRoute {
  const args = distroArguments({ distro, command: dialStdio });
  const shown = `wsl.exe ${args.join(' ')}`;
  return {
    shown,
    timeoutMs: wslTimeoutMs,
    open: () => spawnStdio({ file: wslExePath(env), args, env: wslEnvironment(env) }),
    explain: (failure) => explainWsl(failure, shown, distro),
  };
}

/** What stands in the way is told on whichever output its program likes: WSL's own, the shell's, or docker's. */
function explainWsl({ output, error }: RouteFailure, shown: string, distro: string): AirlockError {
  const text = `${decodeWslText(output)}\n${error.message}`;
  if (error instanceof AirlockError) return unusable('engine-unreachable', `${shown}: ${error.message}`, error);
  if (failureCodeIn(text) !== null) {
    const refusal = wslError({ exitCode: -1, text }, `reach the engine in ${distro}`);
    return unusable('engine-unreachable', refusal.message, refusal);
  }
  if (/permission denied/iu.test(text)) {
    return unusable('engine-permission', `${shown}: permission denied at the engine’s socket.`, error);
  }
  if (/execvpe?\b.*docker|docker.*(?:not found|no such file)/iu.test(text)) {
    return unusable('engine-unreachable', `docker: command not found in ${distro}.`, error);
  }
  const code = systemCodeOf(error) === 'ETIMEDOUT' ? 'engine-timeout' : 'engine-unreachable';
  return unusable(code, `${shown}: ${text.trim().replaceAll(/\s+/gu, ' ').slice(0, 300)}.`, error);
}

function throughPipe(path: string): EngineRoute {
  const shown = `npipe://${path}`;
  return {
    shown,
    timeoutMs: pipeTimeoutMs,
    open: () => connect({ path }),
    explain: ({ error }) => explainPipe(error, shown),
  };
}

function explainPipe(error: Error, shown: string): AirlockError {
  const code = systemCodeOf(error) ?? '';
  if (code === 'EACCES' || code === 'EPERM') {
    return unusable('engine-permission', `${shown} belongs to another account (${code}).`, error);
  }
  if (code === 'ENOENT') return unusable('engine-unreachable', `${shown} is not there (ENOENT).`, error);
  const isSilent = code === 'ETIMEDOUT';
  return unusable(isSilent ? 'engine-timeout' : 'engine-unreachable', `${shown}: ${error.message}.`, error);
}

function unusable(code: ErrorCode, message: string, cause: Error): AirlockError {
  return new AirlockError({ code, message, next: code === 'engine-permission' ? join : startDesktop }, cause);
}
