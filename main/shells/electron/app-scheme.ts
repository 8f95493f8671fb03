import { protocol } from 'electron';
import { securityHeaders } from '../security-headers.ts';
import { StaticFiles } from '../static-files.ts';
import { isPanelUrl } from './panel-url.ts';

/** Has to run before Electron is ready: makes `app:` a secure origin with a host, like https. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves `app://panel/…` from one folder, read-only, with the strict policy on every answer. */
export function serveAppScheme(rendererDir: string): void {
  const files = new StaticFiles(rendererDir);
  protocol.handle('app', (request) => answerFrom(files, request));
}

async function answerFrom(files: StaticFiles, request: Request): Promise<Response> {
  const headers = securityHeaders("'none'");
  if (request.method !== 'GET' || !isPanelUrl(request.url)) return new Response(null, { status: 404, headers });
  const file = await files.read(new URL(request.url).pathname);
  if (file === null) return new Response(null, { status: 404, headers });
  return new Response(file.body, { headers: { ...headers, 'Content-Type': file.contentType } });
}
