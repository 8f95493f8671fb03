import type { App, Event, WebContents } from 'electron';
import { isPanelUrl } from './panel-url.ts';

/** Every page, now and later, stays where it is: no navigation, no redirect, no new window, no webview. */
export function lockNavigation(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents);
  });
}

function lockContents(contents: WebContents): void {
  const stay = (event: Event<{ url: string }>): void => {
    if (!isPanelUrl(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
