/** What a person finds on a first visit, and what the page remembers of it. */
import { expect, test } from './support/test';

test('a first visit is told in one line what to try, the next one is not', async ({ playground }) => {
  const hint = playground.now.getByText('Click the primary, then Kill');
  await expect(hint).toBeVisible();
  await playground.press('Dismiss the hint');
  await expect(hint).toBeHidden();
  await playground.open();
  await expect(playground.cluster).toBeVisible();
  await expect(hint).toBeHidden();
});

test('the theme that was chosen stays', async ({ playground }) => {
  const scheme = () => playground.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await playground.press('Theme: auto');
  await playground.press('Theme: light');
  await expect(playground.button('Theme: dark')).toBeVisible();
  expect(await scheme()).toBe('dark');
  await playground.open();
  await expect(playground.button('Theme: dark')).toBeVisible();
  expect(await scheme()).toBe('dark');
});
