import type { PanelBridge } from '../../app/ipc/panel-bridge.ts';
import { WebBridge } from './web-bridge.ts';

declare global {
  interface Window {
    /** Put there by Electron's preload script; absent in a plain browser. */
    readonly airlock?: PanelBridge;
  }
}

/** The way to the shell this page runs in. */
export function connectBridge(): PanelBridge {
  return window.airlock ?? new WebBridge(window.location, window.sessionStorage);
}
