import { BrowserWindow, nativeTheme } from 'electron';
import { panelUrl } from './panel-url.ts';
import { recoverFromCrash } from './recover-from-crash.ts';
import { keepWindowState, loadWindowState, smallestSize } from './window-state.ts';

export interface PanelWindowOptions {
  readonly preloadPath: string;
  readonly statePath: string;
  readonly iconPath: string;
  readonly devTools: boolean;
}

/** The page's own ground colours, so that nothing flashes before its styles have come. */
const groundColour = (): string => (nativeTheme.shouldUseDarkColors ? '#0f1216' : '#f3f4f6');

/** Makes the one window and begins to load its page; it is shown with the first picture of the page. */
export function openPanelWindow(options: PanelWindowOptions): BrowserWindow {
  const { bounds, maximized } = loadWindowState(options.statePath);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    show: false,
    title: 'Airlock',
    icon: options.iconPath,
    backgroundColor: groundColour(),
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: options.devTools,
    },
  });
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(groundColour());
  });
  keepWindowState(window, options.statePath);
  recoverFromCrash(window);
  void window.loadURL(panelUrl);
  return window;
}
