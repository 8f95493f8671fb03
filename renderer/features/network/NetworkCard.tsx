import { useTranslation } from 'react-i18next';
import { useTimeText } from '../../i18n/use-time-text.ts';
import { useSnapshot } from '../../state/panel-context.ts';
import { isProven, isWallOpened } from '../../state/selectors.ts';
import { useClock } from '../../state/use-clock.ts';
import { Card } from '../../ui/Card.tsx';
import { NetworkPicture } from './NetworkPicture.tsx';
import { VectorTable } from './VectorTable.tsx';
import { networkLines, type NetworkLine } from './network-lines.ts';
import './network.css';

/** What gets out and what gets in, as the last wall test measured it. */
export function NetworkCard() {
  const { t } = useTranslation();
  const test = useSnapshot((snapshot) => snapshot.lastWallTest);
  const port = useSnapshot((snapshot) => snapshot.profile.port);
  const opened = useSnapshot(isWallOpened);
  const openPort = useSnapshot(isProven) ? port : null;
  const lines = networkLines(test);
  return (
    <Card title={t('network.title')} name="network">
      <NetworkPicture lines={lines} opened={opened} openPort={openPort} port={port} />
      <ul className="visually-hidden">
        {lines.map((line) => (
          <LineWords key={line.group} line={line} />
        ))}
        <li>{openPort === null ? t('network.pageClosed') : t('network.pageOpen', { port: openPort })}</li>
      </ul>
      <TestNote opened={opened} />
      {test !== null && <VectorTable test={test} />}
    </Card>
  );
}

function LineWords({ line }: { readonly line: NetworkLine }) {
  const { t } = useTranslation();
  const values = {
    group: t(`network.groups.${line.group}`),
    outcome: t(`network.outcomes.${line.outcome}`),
    tried: line.count,
  };
  return <li>{t(line.count === 0 ? 'network.lineNone' : 'network.line', values)}</li>;
}

/** How old the picture is, and whether it still counts. */
function TestNote({ opened }: { readonly opened: boolean }) {
  const { t } = useTranslation();
  const { age, span } = useTimeText();
  const nowMs = useClock();
  const test = useSnapshot((snapshot) => snapshot.lastWallTest);
  const testing = useSnapshot((snapshot) => snapshot.wallTesting);
  const sessionId = useSnapshot((snapshot) => snapshot.session?.id ?? null);
  if (testing) return <p className="network-note">{t('network.testing')}</p>;
  if (test === null) return <p className="network-note">{t('network.untestedSays')}</p>;
  if (opened) return <p className="network-note is-bad">{t('network.broken')}</p>;
  const when = age(test.startedAt, nowMs);
  const note =
    test.sessionId === sessionId
      ? t('network.tested', { age: when, time: span(test.durationMs) })
      : t('network.old', { age: when });
  return <p className="network-note tabular">{note}</p>;
}
