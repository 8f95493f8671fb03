import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '../../../app/ipc/snapshot.ts';
import { useSnapshot } from '../../state/panel-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ActivityLine } from './ActivityLine.tsx';
import './activity.css';

/** Everything the panel remembers of what happened, by day, with a filter. */
export function ActivityPlace() {
  const { t } = useTranslation();
  const activity = useSnapshot((snapshot) => snapshot.activity);
  const [words, setWords] = useState('');
  const shown = activity.filter((entry) => fits(entry, words));
  return (
    <Card
      title={t('activity.title')}
      name="activity-all"
      aside={<span className="dim tabular">{t('activity.count', { count: shown.length })}</span>}
    >
      {activity.length === 0 ? (
        <p className="dim">{t('activity.empty')}</p>
      ) : (
        <>
          <label className="activity-filter">
            <span>{t('activity.filter')}</span>
            <input
              type="search"
              value={words}
              placeholder={t('activity.filterHint')}
              onChange={(event) => setWords(event.target.value)}
            />
          </label>
          {shown.length === 0 && (
            <div className="activity-none" role="status">
              <p>{t('activity.none', { words })}</p>
              <Button onClick={() => setWords('')}>{t('activity.clear')}</Button>
            </div>
          )}
          {byDay(shown).map(([day, entries]) => (
            <section key={day} aria-label={day}>
              <h3 className="activity-day">{day}</h3>
              <ol className="activity is-wide">
                {entries.map((entry) => (
                  <ActivityLine key={entry.seq} entry={entry} withKind />
                ))}
              </ol>
            </section>
          ))}
          <p className="activity-note">{t('activity.note')}</p>
        </>
      )}
    </Card>
  );
}

function fits(entry: ActivityEntry, words: string): boolean {
  const text = `${entry.kind} ${entry.message}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function byDay(entries: readonly ActivityEntry[]): readonly (readonly [string, readonly ActivityEntry[]])[] {
  const days = new Map<string, ActivityEntry[]>();
  for (const entry of entries) {
    const day = new Date(entry.at).toLocaleDateString(document.documentElement.lang, { dateStyle: 'full' });
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}
