import { mkdirSync, unwatchFile, watch, watchFile, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** One change of a file makes several events; they are answered once. */
const debounceMs = 10;
/** Only where the system has no way to push changes. */
const fallBackPollMs = 200;

/**
 * Calls `onChange` after each change of a file, until the signal aborts. It is the folder that is watched: the file
 * may not exist yet, and an atomic write replaces it.
 */
export function followFile(path: string, onChange: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const folder = dirname(path);
  const name = basename(path);
  let timer: NodeJS.Timeout | null = null;
  let watcher: FSWatcher | null = null;
  const onEvent = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      if (!signal.aborted) onChange();
    }, debounceMs);
  };
  const pollInstead = (): void => {
    watcher?.close();
    if (!signal.aborted) watchFile(path, { interval: fallBackPollMs }, onEvent);
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    watcher = watch(folder, (_, changed) => {
      if (changed === null || changed === name) onEvent();
    });
    watcher.on('error', pollInstead);
  } catch {
    pollInstead();
  }
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    watcher?.close();
    unwatchFile(path, onEvent);
  };
  signal.addEventListener('abort', stop, { once: true });
}
