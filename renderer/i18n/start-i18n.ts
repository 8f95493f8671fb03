import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { de } from './de.ts';
import { en } from './en.ts';

/** All words are bundled, so the first picture already has them. */
export function startI18n(languages: readonly string[]): i18n {
  const language = languages[0]?.toLowerCase().startsWith('de') === true ? 'de' : 'en';
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: en }, de: { translation: de } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
  return instance;
}
