import { useTranslation } from 'react-i18next';
import type { Session } from '../../../app/launch/session.ts';
import { useCommand, usePanelData, useSnapshot } from '../../state/panel-context.ts';
import { isProven } from '../../state/selectors.ts';
import { useChosenWall, useLaunch } from '../../state/use-launch.ts';
import { useOpenPage } from '../../state/use-open-page.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { PhaseList } from './PhaseList.tsx';
import { WallChoice } from './WallChoice.tsx';
import './launch.css';

/** Where a session is started, followed and ended. */
export function LaunchCard() {
  const { t } = useTranslation();
  const session = useSnapshot((snapshot) => snapshot.session);
  const ended = session === null || session.phase === 'failed' || session.phase === 'stopped';
  return (
    <Card title={t('launch.title')} name="launch">
      {ended ? <StartForm /> : <RunningSession session={session} />}
      {session !== null && session.phase !== 'stopped' && <PhaseList session={session} />}
      {session === null && <p className="launch-empty">{t('launch.empty')}</p>}
    </Card>
  );
}

function StartForm() {
  const { t } = useTranslation();
  const profile = useSnapshot((snapshot) => snapshot.profile);
  const modes = useSnapshot((snapshot) => snapshot.launchableModes);
  const wall = useChosenWall();
  const chooseWall = usePanelData((data) => data.chooseWall);
  const launch = useLaunch();
  if (!modes.includes('secure')) return null;
  return (
    <>
      <p className="launch-mode">
        <strong>{t('launch.mode')}</strong>
        <span>{t('launch.modeSays')}</span>
      </p>
      {profile.problem !== null && (
        <p className="launch-problem">{t('launch.problem', { problem: profile.problem })}</p>
      )}
      <WallChoice chosen={wall} onChoose={chooseWall} />
      <Button className="is-wide" onClick={launch}>
        {t('launch.start')}
      </Button>
      <dl className="facts launch-facts">
        <dt>{t('launch.image')}</dt>
        <dd className="mono">{profile.image}</dd>
        <dt>{t('launch.profile')}</dt>
        <dd className="mono">{profile.path}</dd>
      </dl>
    </>
  );
}

function RunningSession({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const wall = t('launch.wallRunning', { wall: t(`launch.walls.${session.wall}`) });
  return (
    <>
      <p className="launch-mode is-on">
        <strong>{t(`bar.modes.${session.mode}`)}</strong>
        <span>{t('launch.modeSays')}</span>
        <span>{session.adopted ? `${wall}. ${t('launch.adopted')}` : wall}</span>
      </p>
      <div className="actions launch-actions">
        <SessionActions session={session} />
      </div>
    </>
  );
}

function SessionActions({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const run = useCommand();
  const openPage = useOpenPage();
  const offered = useSnapshot(isProven);
  if (session.phase === 'stop') return null;
  if (session.phase === 'paused' || session.phase === 'resuming' || session.phase === 'ready') {
    return (
      <>
        {offered && <Button onClick={() => void openPage()}>{t('launch.open')}</Button>}
        <Button onClick={() => void run('session.stop', {})}>{t('launch.stop')}</Button>
      </>
    );
  }
  return <Button onClick={() => void run('launch.cancel', {})}>{t('launch.cancel')}</Button>;
}
