import { useCommand, useShell } from './panel-context.ts';

/** Opens ComfyUI. In Electron the shell opens the browser; a page in the browser opens the tab itself. */
export function useOpenPage(): () => Promise<void> {
  const run = useCommand();
  const shell = useShell();
  return async () => {
    const opened = await run('session.open', {});
    if (opened !== null && shell === 'web') window.open(opened.uiUrl, '_blank', 'noopener,noreferrer');
  };
}
