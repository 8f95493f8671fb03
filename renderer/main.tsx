import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './App.tsx';
import { followShell } from './bridge/follow-shell.ts';
import { connectBridge } from './bridge/panel-bridge.ts';
import { startI18n } from './i18n/start-i18n.ts';
import { PanelContext } from './state/panel-context.ts';
import { createPanelStore } from './state/panel-store.ts';
import { showTheme, themeStore } from './state/theme-store.ts';
import './ui/tokens.css';
import './ui/base.css';

const bridge = connectBridge();
const store = createPanelStore();
followShell(bridge, store);
showTheme(themeStore.getState().theme);

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={startI18n(navigator.languages)}>
      <PanelContext value={{ store, bridge }}>
        <App />
      </PanelContext>
    </I18nextProvider>
  </StrictMode>,
);
