/** What a person finds on a first visit, and what the page remembers of it. */
import { ELECTED_BY_MS } from './support/pace';
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

test('it is told while there is a primary to click, and not in what stands inside of another page', async ({
  playground,
}) => {
  const hint = playground.now.getByText('Click the primary, then Kill');
  const { nodes } = await playground.run();
  await playground.advanceTo(ELECTED_BY_MS);
  await expect(hint).toBeVisible();
  await playground.fault({ kind: 'partition', groups: [nodes.slice(0, 1), nodes.slice(1)] });
  await expect(hint).toBeHidden();
  await playground.fault({ kind: 'healAll' });
  await expect(hint).toBeVisible();
  const link = await playground.address();
  await playground.load({ version: 1, protocol: 'quorum', nodes: ['n1', 'n2'], seed: 1 });
  await expect(playground.now).toContainText('The run has not begun: Play starts it.');
  await expect(hint).toBeHidden();
  await playground.advance(1000);
  await expect(playground.now).toContainText('knows no leader');
  await expect(hint).toBeHidden();

  await playground.open(link.replace('/#', '/?embed#'));
  await expect(playground.now).toContainText(/n\d leads/);
  await expect(playground.now).not.toContainText('Kill');
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
