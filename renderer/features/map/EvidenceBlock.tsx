import { useTranslation } from 'react-i18next';
import type { Evidence } from '../../../app/findings/finding.ts';
import { useTimeText } from '../../i18n/use-time-text.ts';

/** What was run or read and what came back, as a person would repeat it. */
export function EvidenceBlock({ evidence }: { readonly evidence: Evidence }) {
  const { t } = useTranslation();
  const { span } = useTimeText();
  return (
    <figure className="evidence">
      <figcaption>
        <code>{evidence.source}</code>
        <span className="tabular">{t('details.took', { time: span(evidence.durationMs) })}</span>
      </figcaption>
      <pre tabIndex={0}>{evidence.output === '' ? t('details.noOutput') : evidence.output}</pre>
    </figure>
  );
}
