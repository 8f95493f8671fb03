import { useTranslation } from 'react-i18next';
import type { ShownVerdict } from '../../../app/findings/verdict.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';

const shown: readonly ShownVerdict[] = ['pass', 'warn', 'fail', 'unknown', 'stale', 'not-applicable'];

/** What the chips mean. */
export function Legend() {
  const { t } = useTranslation();
  return (
    <ul className="legend" aria-label={t('map.legend')}>
      {shown.map((verdict) => (
        <li key={verdict} className={`chip is-small is-${verdict}`}>
          <StatusIcon verdict={verdict} size={14} />
          <span>{t(`map.verdicts.${verdict}`)}</span>
        </li>
      ))}
      <li className="legend-common">
        <span className="legend-corner" aria-hidden="true" />
        {t('map.common')}
      </li>
    </ul>
  );
}
