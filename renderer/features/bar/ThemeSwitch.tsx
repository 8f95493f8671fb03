import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { themes, themeStore, type Theme } from '../../state/theme-store.ts';

const signs: Readonly<Record<Theme, ReactNode>> = {
  system: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  light: (
    <>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1" />
    </>
  ),
  dark: <path d="M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6z" />,
};

/** One button that goes round: same as system, light, dark. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const theme = useStore(themeStore, (data) => data.theme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  const label = `${t('bar.theme')}: ${t(`bar.themes.${theme}`)}`;
  return (
    <button
      type="button"
      className="theme-switch"
      aria-label={label}
      title={label}
      onClick={() => themeStore.getState().choose(next)}
    >
      <svg className="status-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        {signs[theme]}
      </svg>
    </button>
  );
}
