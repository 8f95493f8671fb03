import { useTranslation } from 'react-i18next';
import { hostilePicture, type HostileLine } from '../../../app/findings/hostile-picture.ts';
import { useSnapshot } from '../../state/panel-context.ts';
import { Card } from '../../ui/Card.tsx';
import './hostile.css';

/** The question users have, answered from what was found. */
export function HostileCard() {
  const { t } = useTranslation();
  const snapshot = useSnapshot((whole) => whole);
  const picture = hostilePicture(snapshot);
  return (
    <Card title={t('hostile.title')} name="hostile">
      <dl className="facts">
        {(['read', 'write', 'reach'] as const).map((power) => (
          <PowerLines key={power} name={t(`hostile.${power}`)} lines={picture[power]} />
        ))}
      </dl>
    </Card>
  );
}

function PowerLines({ name, lines }: { readonly name: string; readonly lines: readonly HostileLine[] }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {lines.map((line) => (
          <div key={line.id} className={`hostile-line is-${line.tone}`}>
            {t(`hostile.says.${line.id}`, { defaultValue: line.says, ...line.values })}
          </div>
        ))}
      </dd>
    </>
  );
}
