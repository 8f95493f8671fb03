import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountsCard } from './features/accounts/AccountsCard.tsx';
import { ActivityCard } from './features/activity/ActivityCard.tsx';
import { ActivityPlace } from './features/activity/ActivityPlace.tsx';
import { Bar, type Place } from './features/bar/Bar.tsx';
import { HostileCard } from './features/hostile/HostileCard.tsx';
import { LaunchCard } from './features/launch/LaunchCard.tsx';
import { LayerMap } from './features/map/LayerMap.tsx';
import { NetworkCard } from './features/network/NetworkCard.tsx';
import { PracticeBanner } from './features/practice/PracticeBanner.tsx';
import { VerdictCard } from './features/verdict/VerdictCard.tsx';
import { usePanelData, useSnapshot } from './state/panel-context.ts';
import { useWideScreen } from './state/use-wide-screen.ts';
import { RefusalNote } from './ui/RefusalNote.tsx';
import './app.css';

/** The whole page: it composes features and knows nothing of what they show. */
export function App() {
  const ready = usePanelData((data) => data.snapshot !== null);
  return ready ? <Panel /> : <Waiting />;
}

/** Before the first snapshot: connecting, or turned away. */
function Waiting() {
  const { t } = useTranslation();
  const state = usePanelData((data) => (data.connected === false ? 'signedOut' : 'connecting'));
  return (
    <main className="waiting" role="status">
      <h1>{t(`verdict.${state}.title`)}</h1>
      <p>{t(`verdict.${state}.says`)}</p>
    </main>
  );
}

function Panel() {
  const [place, setPlace] = useState<Place>('map');
  const host = useSnapshot((snapshot) => snapshot.host);
  const hostNote = useSnapshot((snapshot) => snapshot.hostNote);
  return (
    <div className="page">
      <Bar place={place} onGo={setPlace} />
      <main>
        {host === 'practice' && <PracticeBanner note={hostNote} />}
        <Refusal />
        <VerdictCard />
        {place === 'map' ? <MapPlace onSeeAll={() => setPlace('activity')} /> : <ActivityPlace />}
      </main>
    </div>
  );
}

function MapPlace({ onSeeAll }: { readonly onSeeAll: () => void }) {
  const wide = useWideScreen();
  const answers = (
    <div className="answers">
      <HostileCard />
      <AccountsCard />
    </div>
  );
  const rest = (
    <>
      <NetworkCard />
      <ActivityCard onSeeAll={onSeeAll} />
    </>
  );
  if (!wide) {
    return (
      <div className="column">
        <LaunchCard />
        <LayerMap />
        {answers}
        {rest}
      </div>
    );
  }
  return (
    <div className="columns">
      <div className="column">
        <LayerMap />
        {answers}
      </div>
      <div className="column">
        <LaunchCard />
        {rest}
      </div>
    </div>
  );
}

function Refusal() {
  const { t } = useTranslation();
  const refusal = usePanelData((data) => data.refusal);
  const refuse = usePanelData((data) => data.refuse);
  if (refusal === null) return null;
  return (
    <RefusalNote
      message={refusal.message}
      next={t('app.moreHelp', { next: refusal.next })}
      close={t('app.close')}
      onClose={() => refuse(null)}
    />
  );
}
