import { createStore } from 'zustand/vanilla';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'airlock.theme';

interface ThemeData {
  readonly theme: Theme;
  readonly choose: (theme: Theme) => void;
}

/** Light, dark, or what the system says; kept for the next time. */
export const themeStore = createStore<ThemeData>((set) => ({
  theme: rememberedTheme(),
  choose: (theme) => {
    window.localStorage.setItem(storageKey, theme);
    showTheme(theme);
    set({ theme });
  },
}));

export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

function rememberedTheme(): Theme {
  const remembered = window.localStorage.getItem(storageKey);
  return themes.find((theme) => theme === remembered) ?? 'system';
}
