import type { Session } from 'electron';
import { isPanelUrl } from './panel-url.ts';

/** The one thing a page may ask the system for: putting text on the clipboard, for "copy this command". */
const allowed = 'clipboard-sanitized-write';

/** Refuses every permission and every device, and every request that leaves the panel's own scheme. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === allowed && isPanelUrl(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (contents, permission) => permission === allowed && contents !== null && isPanelUrl(contents.getURL()),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer({});
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnRequest(details.url) });
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}

/** Development tools load their own pages; they exist only in an app that is not packaged. */
function isOwnRequest(url: string): boolean {
  return isPanelUrl(url) || url.startsWith('devtools:') || url.startsWith('data:image/');
}
