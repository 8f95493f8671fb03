import { useTranslation } from 'react-i18next';
import type { ControlId } from '../../../app/controls/control.ts';
import type { ControlView } from '../../../app/ipc/snapshot.ts';
import { useSnapshot } from '../../state/panel-context.ts';
import { Card } from '../../ui/Card.tsx';

/** Which Windows account holds which key. Shown only where there are such accounts. */
export function AccountsCard() {
  const { t } = useTranslation();
  const controls = useSnapshot((snapshot) => snapshot.layers[0]?.controls ?? none);
  const find = (id: ControlId): ControlView | undefined => controls.find((view) => view.id === id);
  const accounts = find('windows.accounts');
  if (accounts === undefined || accounts.verdict === 'not-applicable') return null;
  const separate = accounts.verdict === 'pass' || accounts.verdict === 'stale';
  const dockerUsers = find('windows.docker-users')?.verdict ?? 'unknown';
  const hyperv = find('windows.hyperv-admins')?.verdict ?? 'unknown';
  return (
    <Card title={t('accounts.title')} name="accounts">
      <dl className="facts">
        <dt>{t('accounts.admin')}</dt>
        <dd>{t('accounts.adminSays')}</dd>
        <dt>{t('accounts.daily')}</dt>
        <dd>{t('accounts.dailySays')}</dd>
        <dt>{t('accounts.comfyui')}</dt>
        <dd>
          <div>
            {dockerUsers === 'pass'
              ? t('accounts.dockerUsers')
              : t('accounts.dockerUsersNot', { verdict: t(`map.verdicts.${dockerUsers}`) })}
          </div>
          <div>{hyperv === 'pass' ? t('accounts.hypervOut') : t('accounts.hyperv')}</div>
        </dd>
      </dl>
      {!separate && <p className="dim">{t('accounts.notSeparate', { summary: accounts.summary })}</p>}
    </Card>
  );
}

const none: readonly ControlView[] = [];
