import { useTranslation } from 'react-i18next';
import type { VectorResult, WallTestReport } from '../../../app/launch/wall-test.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';

const icons = { blocked: 'pass', reached: 'fail', unproven: 'unknown' } as const;
const worstFirst = { reached: 0, unproven: 1, blocked: 2 } as const;

/** Every way that was tried, worst first, with what proves each answer. */
export function VectorTable({ test }: { readonly test: WallTestReport }) {
  const { t } = useTranslation();
  const vectors = [...test.vectors].sort((one, other) => worstFirst[one.outcome] - worstFirst[other.outcome]);
  return (
    <details className="vectors">
      <summary>{t('network.all', { count: vectors.length })}</summary>
      <div className="vectors-scroll" role="region" tabIndex={0} aria-label={t('network.tableLabel')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('network.way')}</th>
              <th scope="col">{t('network.target')}</th>
              <th scope="col">{t('network.outcome')}</th>
              <th scope="col">{t('network.control')}</th>
            </tr>
          </thead>
          <tbody>
            {vectors.map((vector) => (
              <VectorRow key={vector.id} vector={vector} />
            ))}
          </tbody>
        </table>
        {test.skipped.length > 0 && (
          <>
            <p>{t('network.skipped', { count: test.skipped.length })}</p>
            <ul>
              {test.skipped.map((one) => (
                <li key={one.id}>
                  <span className="mono">{one.id}</span> {one.reason}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </details>
  );
}

function VectorRow({ vector }: { readonly vector: VectorResult }) {
  const { t } = useTranslation();
  return (
    <tr className={`is-${vector.outcome}`}>
      <td>{t(`ways.${vector.way}`)}</td>
      <td className="mono">{vector.target}</td>
      <td title={vector.witness}>
        <span className="vector-outcome">
          <StatusIcon verdict={icons[vector.outcome]} size={13} />
          {t(`network.outcomes.${vector.outcome}`)}
        </span>
        {vector.witness !== undefined && <span className="visually-hidden">, {vector.witness}</span>}
      </td>
      <td>{t(`network.controls.${vector.positiveControl}`)}</td>
    </tr>
  );
}
