/** Explore: everything that can happen to a small cluster, in a worker; what it finds is played, what it says is true. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { doExploreJob } from '../../src/check/explore/jobs';
import { DEFAULT_BUDGETS } from '../../src/check/explore/spec';
import { tabTo } from './support/keyboard';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const NODES = ['n1', 'n2', 'n3'];

test('a protocol without votes is broken, in the fewest moves, and that is played as a branch', async ({
  playground,
}) => {
  const { page } = playground;
  const explore = await openExplore(playground, 'kevy');
  await expect(explore.getByRole('radio', { name: 'Just started' })).toBeChecked();
  await explore.getByRole('button', { name: 'Run' }).click();
  await expect(explore.getByRole('status')).toHaveText(
    'A violation after 7 moves; there is none after fewer.',
  );
  const { violation } = doExploreJob(
    { spec: { protocol: 'kevy', nodes: 3 }, budgets: DEFAULT_BUDGETS },
    () => undefined,
  );
  const found = explore.getByRole('region', { name: 'One authority at any instant' });
  await expect(found).toContainText(violation!.text);
  const moves = found.getByRole('list', { name: 'Moves' }).getByRole('listitem');
  await expect(moves).toHaveText(violation!.moves.map(({ text }) => new RegExp(`^${text} `)));

  await found.getByRole('button', { name: 'Play it' }).click();
  await expect(explore).toBeHidden();
  await expect(playground.cluster).toBeVisible();
  await expect(page.getByRole('button', { name: /^Branches: Explored: one authority/ })).toBeVisible();
  await playground.play(5);
  const alert = page.getByRole('alert').filter({ hasText: 'Safety violated' });
  await expect(alert).toContainText(violation!.text);
  const { nodes, timeMs } = await playground.view();
  expect(nodes.filter(({ authority }) => authority).map(({ id }) => id)).toEqual(violation!.witnesses);
  expect(timeMs).toBeGreaterThanOrEqual(violation!.moves.at(-1)!.atMs);
  expect((await playground.run()).faults).toEqual(violation!.run.faults);
});

test('its link opens right before the first move', async ({ playground, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const explore = await openExplore(playground, 'kevy');
  await explore.getByRole('radio', { name: 'One leads' }).check();
  await explore.getByRole('button', { name: 'Run' }).click();
  await explore.getByRole('button', { name: 'Copy link' }).click();
  await expect(explore.getByRole('button', { name: 'Copied' })).toBeVisible();
  const times = explore.getByRole('list', { name: 'Moves' }).locator('.time');
  const firstMs = 1000 * Number((await times.first().innerText()).replace(' s', ''));
  await playground.open(await playground.page.evaluate(() => navigator.clipboard.readText()));
  expect(Math.round((await playground.view()).timeMs)).toBe(firstMs);
  await playground.play(5);
  await expect(playground.page.getByRole('alert').filter({ hasText: 'Safety violated' })).toBeVisible();
});

test('complete is what was tried to the end: as many states as in Node, at each depth', async ({
  playground,
}) => {
  const explore = await openExplore(playground, 'quorum');
  await explore.getByRole('radio', { name: 'Quick' }).check();
  await explore.getByLabel('Restarts', { exact: true }).fill('0');
  await expect(
    explore.getByRole('radiogroup', { name: 'Bounds' }).getByRole('radio', { checked: true }),
  ).toHaveCount(0);
  await explore.getByLabel('Late messages').fill('1');
  await explore.getByRole('button', { name: 'Run' }).click();
  const { byDepth, states, transitions } = doExploreJob(
    {
      spec: { protocol: 'quorum', nodes: 3, start: 'unheard' },
      budgets: { ...DEFAULT_BUDGETS, moves: 6, restarts: 0, late: 1 },
    },
    () => undefined,
  );
  await expect(explore.getByRole('status')).toHaveText(
    `Complete within these bounds: no violation in ${states.toLocaleString('en-US')} states.`,
  );
  await expect(explore).toContainText(transitions.toLocaleString('en-US'));
  await explore.getByText('The bars in numbers').click();
  const rows = explore.getByRole('table').getByRole('row');
  // Cells without what is between them.
  await expect(rows).toHaveText([
    'MovesStates',
    ...byDepth.map((count, depth) => `${depth}${count.toLocaleString('en-US')}`),
  ]);

  // A bound that ends it early is no completeness.
  await explore.getByLabel('Most states').fill('500');
  await explore.getByRole('button', { name: 'Run' }).click();
  await expect(explore.getByRole('status')).toHaveText(
    /^Stopped at \d+ states, of 500 at most: not complete\.$/,
  );
  await explore.getByLabel('Most states').fill('none');
  await expect(explore.getByRole('status')).toHaveText(/^Most states: give a whole number/);
  await expect(explore.getByRole('button', { name: 'Run' })).toBeDisabled();
});

test('it stops at once, says that it is not complete, and leaves no worker behind', async ({
  playground,
}) => {
  const explore = await openExplore(playground, 'quorum');
  await playground.expectWorkers(3);
  await explore.getByRole('radio', { name: 'Long, no restarts' }).check();
  await explore.getByRole('button', { name: 'Run' }).click();
  await expect(explore.getByRole('img', { name: /^States by the fewest moves/ })).toBeVisible();
  await explore.getByRole('button', { name: 'Stop' }).click();
  await expect(explore.getByRole('status')).toHaveText(/^Stopped at [\d,]+ states: not complete\.$/);
  await playground.expectWorkers(3);
  // So does whoever goes away while it works.
  await explore.getByRole('button', { name: 'Run' }).click();
  await playground.goTo('Run');
  await playground.expectWorkers(3);
});

test('with a rule off it says so, and finds what the rule is for; with the keyboard alone', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.load({
    ...{ version: 1, protocol: 'quorum', nodes: NODES, seed: 1 },
    // Asking first would take moves, and changes nothing about what that rule is for.
    safeguards: { stickyVoters: false, preVote: false },
  });
  const opener = page.getByRole('link', { name: 'Break', exact: true });
  await opener.focus();
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('tab', { name: 'Hunt' }), 20);
  await page.keyboard.press('ArrowRight');
  const explore = panelOf(playground);
  await expect(explore).toContainText('without Sticky voters');
  await explore.getByLabel('Moves in a row').fill('6');
  await page.keyboard.press('Enter');
  await expect(explore.getByRole('status')).toHaveText(
    'A violation after 6 moves; there is none after fewer.',
  );
  await page.goBack();
  await page.goBack();
  await expect(explore).toBeHidden();
  await expect(playground.cluster).toBeVisible();
  // Whoever comes back finds what was found.
  await page.goForward();
  await page.goForward();
  await expect(explore.getByRole('list', { name: 'Moves' }).getByRole('listitem')).toHaveCount(6);
});

test('what elects through a store cannot be explored, and a start that is broken already neither', async ({
  playground,
}) => {
  const lease = await openExplore(playground, 'ballot-lease');
  await expect(lease).toContainText('do not talk to each other but to a store: that cannot be explored.');
  await expect(lease.getByRole('button', { name: 'Run' })).toHaveCount(0);
  await playground.goTo('Run');
  const explore = await openExplore(playground, 'kevy');
  await explore.getByRole('radio', { name: 'All miss the leader' }).check();
  await expect(explore.getByRole('status')).toHaveText(/^On the way there it is broken already/);
  await expect(explore.getByRole('button', { name: 'Run' })).toBeDisabled();
});

for (const [colorScheme, viewport] of [
  ['light', { width: 1440, height: 900 }],
  ['dark', { width: 390, height: 844 }],
] as const) {
  test.describe(`${colorScheme}, ${viewport.width} px`, () => {
    test.use({ colorScheme, viewport });

    test('axe finds nothing serious in it, and nothing is wider than it', async ({ playground }) => {
      const explore = await openExplore(playground, 'kevy');
      await explore.getByText('What is tried, and what is not').click();
      await expectFair(playground, explore, 'nothing explored');
      await explore.getByRole('button', { name: 'Run' }).click();
      await expect(explore.getByRole('button', { name: 'Play it' })).toBeVisible();
      await explore.getByText('The bars in numbers').click();
      await expectFair(playground, explore, 'a counterexample');
    });
  });
}

const panelOf = ({ page }: Playground): Locator => page.getByRole('tabpanel', { name: 'Explore' });

async function openExplore(playground: Playground, protocol: string): Promise<Locator> {
  await playground.load({ version: 1, protocol, nodes: NODES, seed: 1 });
  await playground.goTo('Break');
  await playground.page.getByRole('tab', { name: 'Explore' }).click();
  const explore = panelOf(playground);
  await expect(explore).toBeVisible();
  return explore;
}

async function expectFair(playground: Playground, explore: Locator, state: string): Promise<void> {
  // Its other mode opens a page of its own for what is in frames, and there are none.
  const { violations } = await new AxeBuilder({ page: playground.page }).setLegacyMode().analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    serious.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) })),
    state,
  ).toEqual([]);
  const [scroll, width] = await explore.evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(scroll, state).toBeLessThanOrEqual(width);
}
