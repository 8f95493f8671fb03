import { useTranslation } from 'react-i18next';
import { useSnapshot } from '../../state/panel-context.ts';
import { SessionPill } from './SessionPill.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import './bar.css';

const places = ['map', 'activity'] as const;
export type Place = (typeof places)[number];

interface BarProps {
  readonly place: Place;
  readonly onGo: (place: Place) => void;
}

/** Where you are, on which host and account, and what runs. */
export function Bar({ place, onGo }: BarProps) {
  const { t } = useTranslation();
  const host = useSnapshot((snapshot) => snapshot.host);
  const account = useSnapshot((snapshot) => snapshot.account);
  return (
    <header className="bar">
      <strong className="bar-name">{t('app.name')}</strong>
      <nav aria-label={t('bar.places')}>
        {places.map((one) => (
          <button
            key={one}
            type="button"
            className="place-button"
            aria-current={one === place ? 'page' : undefined}
            onClick={() => onGo(one)}
          >
            {t(`bar.${one}`)}
          </button>
        ))}
      </nav>
      <span className="bar-host">
        {t(`bar.hosts.${host}`)} · {account}
      </span>
      <ThemeSwitch />
      <SessionPill />
    </header>
  );
}
