import { useTranslation } from 'react-i18next';
import type { SessionPhase } from '../../../app/launch/session.ts';
import { runningTime } from '../../i18n/use-time-text.ts';
import { useSnapshot } from '../../state/panel-context.ts';
import { isProven } from '../../state/selectors.ts';
import { useClock } from '../../state/use-clock.ts';

/** What runs and for how long; nothing when nothing runs. */
export function SessionPill() {
  const { t } = useTranslation();
  const session = useSnapshot((snapshot) => snapshot.session);
  const proven = useSnapshot(isProven);
  const nowMs = useClock();
  if (session === null || session.phase === 'stopped') return null;
  const kind = kindOf(session.phase);
  const tone = kind === 'running' && !proven ? 'failed' : kind;
  return (
    <span className={`pill session-pill is-${tone} tabular`} aria-label={t('bar.session')} role="group">
      {kind === 'running' ? (
        <>
          <span className="pill-mode">{t(`bar.modes.${session.mode}`)} · </span>
          {runningTime(session.startedAt, nowMs)}
        </>
      ) : (
        t(`bar.pill.${kind}`)
      )}
    </span>
  );
}

function kindOf(phase: SessionPhase): 'running' | 'paused' | 'resuming' | 'stop' | 'failed' | 'launching' {
  if (phase === 'ready') return 'running';
  if (phase === 'paused' || phase === 'resuming' || phase === 'stop' || phase === 'failed') return phase;
  return 'launching';
}
