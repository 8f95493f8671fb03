import { useTranslation } from 'react-i18next';
import type { Session } from '../../../app/launch/session.ts';
import { useTimeText } from '../../i18n/use-time-text.ts';
import { useClock } from '../../state/use-clock.ts';
import { phaseRows, type PhaseRow, type PhaseState } from './phase-rows.ts';

const stateWords = {
  done: 'launch.stateDone',
  running: 'launch.stateRunning',
  failed: 'launch.stateFailed',
  waiting: 'launch.stateWaiting',
  opened: 'phases.paused',
} as const satisfies Readonly<Record<PhaseState, string>>;

/** What a launch does, step by step, with the time each one took. */
export function PhaseList({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const nowMs = useClock();
  return (
    <ol className="phases" aria-label={t('launch.phases')}>
      {phaseRows(session).map((row) => (
        <li key={row.phase} className={`is-${row.state}`} aria-current={row.state === 'running' ? 'step' : undefined}>
          <span className="phase-dot" aria-hidden="true" />
          <span>
            {t(`phases.${row.phase}`)}
            <span className="visually-hidden">, {t(stateWords[row.state])}</span>
          </span>
          <PhaseSpan row={row} nowMs={nowMs} />
        </li>
      ))}
    </ol>
  );
}

function PhaseSpan({ row, nowMs }: { readonly row: PhaseRow; readonly nowMs: number }) {
  const { seconds } = useTimeText();
  if (row.durationMs !== null) return <span className="phase-time tabular">{seconds(row.durationMs)}</span>;
  if (row.state !== 'running' || row.at === null) return null;
  const wholeSeconds = Math.max(0, Math.floor((nowMs - Date.parse(row.at)) / 1000));
  return <span className="phase-time tabular">{wholeSeconds} s</span>;
}
