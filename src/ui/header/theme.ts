/** Light, dark, or as the system says: an attribute of the root element that the theme's tokens follow. */
import { remember, remembered } from '../local-memory';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'theme';

/** `auto` for everything that is not one of the themes. */
export function themeOf(text: string | null): Theme {
  return THEMES.find((theme) => theme === text) ?? 'auto';
}

export function themeAfter(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
}

/** Before anything is drawn, so that nobody who chose dark is greeted by white. */
export function restoreTheme(): void {
  showTheme(themeOf(remembered(KEY)));
}

export function shownTheme(): Theme {
  return themeOf(document.documentElement.dataset['theme'] ?? null);
}

export function chooseTheme(theme: Theme): void {
  showTheme(theme);
  remember(KEY, theme);
}

function showTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
