import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Ends a process and everything it started. The process has to be the leader of its own group on POSIX (`detached`);
 * on Windows the tree is found by the system's own tool.
 */
export function endTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    const killer = spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true, stdio: 'ignore' });
    killer.on('error', () => child.kill('SIGKILL'));
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
