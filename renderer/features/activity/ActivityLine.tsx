import type { ActivityEntry } from '../../../app/ipc/snapshot.ts';
import { useTimeText } from '../../i18n/use-time-text.ts';

/** One line of the log. Breaches and failures stand out by weight, not by colour alone. */
export function ActivityLine({
  entry,
  withKind = false,
}: {
  readonly entry: ActivityEntry;
  readonly withKind?: boolean;
}) {
  const { clock } = useTimeText();
  const loud = /^breach\.|\.failed$|\.leaking$/.test(entry.kind);
  return (
    <li className={loud ? 'is-loud' : ''}>
      <time className="tabular" dateTime={entry.at} title={entry.at}>
        {clock(entry.at)}
      </time>
      <span className="activity-message">{entry.message}</span>
      {withKind && <span className="activity-kind mono">{entry.kind}</span>}
    </li>
  );
}
