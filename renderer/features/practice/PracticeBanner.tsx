import { useTranslation } from 'react-i18next';
import './practice.css';

/** Marks every screen of the simulated PC. */
export function PracticeBanner({ note }: { readonly note: string | null }) {
  const { t } = useTranslation();
  return (
    <p className="practice-banner">
      {t('practice.banner')} {note}
    </p>
  );
}
