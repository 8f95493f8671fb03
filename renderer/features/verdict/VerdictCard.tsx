import { useTranslation } from 'react-i18next';
import type { ShownVerdict } from '../../../app/findings/verdict.ts';
import { usePanelData, useSnapshot } from '../../state/panel-context.ts';
import { useClock } from '../../state/use-clock.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { VerdictActions } from './VerdictActions.tsx';
import { useVerdictWords } from './use-verdict-words.ts';
import { toneOf, verdictOf, type PanelVerdict } from './verdict-of.ts';
import './verdict.css';

const icons: Readonly<Record<PanelVerdict['state'], ShownVerdict>> = {
  untested: 'unknown',
  practice: 'unknown',
  launching: 'checking',
  resuming: 'checking',
  stopping: 'checking',
  lost: 'stale',
  sealed: 'pass',
  leaking: 'fail',
  unproven: 'fail',
  paused: 'fail',
  failed: 'fail',
};

/** The first thing read: one sentence of truth, its proof, and what to do. */
export function VerdictCard() {
  const { t } = useTranslation();
  const snapshot = useSnapshot((whole) => whole);
  const connected = usePanelData((data) => data.connected !== false);
  const verdict = verdictOf(snapshot, connected);
  const words = useVerdictWords()(verdict, useClock());
  const tone = toneOf(verdict);
  const announcement = t('verdict.announce', { title: words.title, says: verdict.state === 'lost' ? '' : words.says });
  return (
    <section className={`verdict is-${tone}`} data-state={verdict.state} aria-label={t('verdict.label')}>
      <span className="verdict-sign">
        <StatusIcon verdict={icons[verdict.state]} size={22} />
      </span>
      <div className="verdict-words">
        <h1>{words.title}</h1>
        <p>
          {words.says} {words.more !== null && <span className="tabular">{words.more}</span>}
        </p>
      </div>
      <div className="verdict-actions">
        <VerdictActions verdict={verdict} />
      </div>
      <div className="visually-hidden" role="alert">
        {tone === 'bad' ? announcement : ''}
      </div>
      <div className="visually-hidden" role="status">
        {tone === 'bad' ? '' : announcement}
      </div>
    </section>
  );
}
