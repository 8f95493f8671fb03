import { useTranslation } from 'react-i18next';
import { useCommand, useSnapshot } from '../../state/panel-context.ts';
import { useOpenPage } from '../../state/use-open-page.ts';
import { Button } from '../../ui/Button.tsx';
import type { PanelVerdict } from './verdict-of.ts';

/** At most two things to do, the likely one filled. */
export function VerdictActions({ verdict }: { readonly verdict: PanelVerdict }) {
  const { t } = useTranslation();
  const run = useCommand();
  const openPage = useOpenPage();
  const testing = useSnapshot((snapshot) => snapshot.wallTesting);
  const sweeping = useSnapshot((snapshot) => snapshot.sweeping);
  const test = (
    <Button disabled={testing} onClick={() => void run('wall.test', {})}>
      {t(testing ? 'verdict.actions.testing' : 'verdict.actions.test')}
    </Button>
  );
  const stop = <Button onClick={() => void run('session.stop', {})}>{t('verdict.actions.stop')}</Button>;
  switch (verdict.state) {
    case 'untested':
    case 'practice':
    case 'failed':
      return (
        <>
          <Button kind="primary" onClick={() => void run('launch.start', { mode: 'secure' })}>
            {t(verdict.state === 'failed' ? 'verdict.actions.again' : 'verdict.actions.launch')}
          </Button>
          <Button disabled={sweeping} onClick={() => void run('controls.sweep', {})}>
            {t(sweeping ? 'verdict.actions.sweeping' : 'verdict.actions.sweep')}
          </Button>
        </>
      );
    case 'launching':
      return <Button onClick={() => void run('launch.cancel', {})}>{t('verdict.actions.cancel')}</Button>;
    case 'sealed':
      return (
        <>
          <Button kind="primary" onClick={() => void openPage()}>
            {t('verdict.actions.open')}
          </Button>
          {test}
        </>
      );
    case 'paused':
      return (
        <>
          <Button kind="danger" onClick={() => void run('session.resume', {})}>
            {t('verdict.actions.resume')}
          </Button>
          {stop}
        </>
      );
    case 'leaking':
    case 'unproven':
      return (
        <>
          <Button kind="danger" onClick={() => void run('session.stop', {})}>
            {t('verdict.actions.stop')}
          </Button>
          {test}
        </>
      );
    case 'resuming':
      return stop;
    default:
      return null;
  }
}
