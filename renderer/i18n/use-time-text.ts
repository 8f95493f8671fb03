import { useTranslation } from 'react-i18next';

export interface TimeText {
  /** How long ago an ISO time was, for example `8 s ago`. */
  readonly age: (iso: string, nowMs: number) => string;
  /** A short span, for example `180 ms` or `3.1 s`. */
  readonly span: (ms: number) => string;
  /** Always in seconds, for columns: `0.4 s`. */
  readonly seconds: (ms: number) => string;
  /** Time of day with seconds, in the page's own time zone. */
  readonly clock: (iso: string) => string;
}

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export function useTimeText(): TimeText {
  const { t, i18n } = useTranslation();
  const seconds = (ms: number): string => {
    const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    return t('time.s', { value: (ms / 1000).toLocaleString(i18n.language, digits) });
  };
  return {
    age: (iso, nowMs) => {
      const s = Math.max(0, Math.floor((nowMs - Date.parse(iso)) / 1000));
      if (s < 2) return t('time.now');
      if (s < 90) return t('time.seconds', { value: s });
      if (s < 5_400) return t('time.minutes', { value: Math.round(s / 60) });
      if (s < 129_600) return t('time.hours', { value: Math.round(s / 3_600) });
      return t('time.days', { value: Math.round(s / 86_400) });
    },
    span: (ms) => (ms < 1_000 ? t('time.ms', { value: Math.round(ms) }) : seconds(ms)),
    seconds,
    clock: (iso) => clockFormat.format(new Date(iso)),
  };
}

/** Hours, minutes and seconds since then, for example `00:08:14`. */
export function runningTime(startedAt: string, nowMs: number): string {
  const s = Math.max(0, Math.floor((nowMs - Date.parse(startedAt)) / 1000));
  return [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
