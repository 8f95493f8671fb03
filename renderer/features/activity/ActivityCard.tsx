import { useTranslation } from 'react-i18next';
import { useSnapshot } from '../../state/panel-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ActivityLine } from './ActivityLine.tsx';
import './activity.css';

const shownOnMap = 6;

/** The newest of what happened. */
export function ActivityCard({ onSeeAll }: { readonly onSeeAll: () => void }) {
  const { t } = useTranslation();
  const activity = useSnapshot((snapshot) => snapshot.activity);
  const more = activity.length > shownOnMap && (
    <Button kind="quiet" onClick={onSeeAll}>
      {t('activity.all')}
    </Button>
  );
  return (
    <Card title={t('activity.title')} name="activity" aside={more}>
      {activity.length === 0 ? (
        <p className="dim">{t('activity.empty')}</p>
      ) : (
        <ol className="activity">
          {activity.slice(0, shownOnMap).map((entry) => (
            <ActivityLine key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
    </Card>
  );
}
