import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { isPanelUrl } from './panel-url.ts';

/** True only for the main frame of our own window while it shows our own page. */
export function isTrustedSender(event: IpcMainInvokeEvent, panel: WebContents): boolean {
  const frame = event.senderFrame;
  return (
    !panel.isDestroyed() &&
    event.sender.id === panel.id &&
    frame !== null &&
    frame.parent === null &&
    frame.routingId === panel.mainFrame.routingId &&
    frame.processId === panel.mainFrame.processId &&
    isPanelUrl(frame.url)
  );
}
