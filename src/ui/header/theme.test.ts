import { expect, test } from 'vitest';
import { THEMES, themeAfter, themeOf } from './theme';

test('what was remembered counts only if it is a theme', () => {
  expect(THEMES.map(themeOf)).toEqual([...THEMES]);
  expect(themeOf(null)).toBe('auto');
  expect(themeOf('sepia')).toBe('auto');
});

test('one button goes through all of them', () => {
  const seen = new Set<string>();
  let theme = themeOf(null);
  for (let i = 0; i < THEMES.length; i += 1) seen.add((theme = themeAfter(theme)));
  expect(seen.size).toBe(THEMES.length);
  expect(theme).toBe('auto');
});
