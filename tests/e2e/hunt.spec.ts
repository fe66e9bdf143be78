/** The hunt: workers look for a schedule that breaks the cluster, shrink it, and the page plays it beside its own runs. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { withAuthority } from './support/leaders';
import { tabTo } from './support/keyboard';
import { Playground } from './support/playground';
import { expect, test } from './support/test';
import type { Run } from '../../src/sim';

/** Quick to hunt: little happens between two of its events. */
function lanRun(overrides: Partial<Run> = {}): Run {
  return {
    version: 1,
    protocol: 'quorum',
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
    config: {
      hbIntervalMs: 50,
      downAfterMs: 500,
      electionTimeoutMs: 300,
      electionBackoffMs: 100,
      electionBackoffJitterMs: 200,
    },
    network: { latencyMs: [1, 3], lossRatio: 0, duplicateRatio: 0 },
    ...overrides,
  };
}
const FORGETFUL = lanRun({ safeguards: { durableVotes: false } });
const FOUND = /^Shrunk from \d+ faults? to \d+, with [23] nodes, in [\d,]+ tr(y|ies)\.$/;

const panelOf = (page: Page): Locator => page.getByRole('tabpanel', { name: 'Hunt' });
const captionsOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Steps of this run' });

async function openHunt(playground: Playground): Promise<Locator> {
  await playground.goTo('Break');
  const hunt = panelOf(playground.page);
  await expect(hunt).toBeVisible();
  return hunt;
}

async function start(hunt: Locator, schedules?: number): Promise<void> {
  if (schedules !== undefined) await hunt.getByRole('textbox', { name: 'Schedules' }).fill(String(schedules));
  await hunt.getByRole('button', { name: 'Hunt', exact: true }).click();
}

test('without durable votes: found, shrunk, told step by step, played as a branch; the others stay', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.load(FORGETFUL);
  await playground.advance(700);
  const before = await playground.digest();
  const hunt = await openHunt(playground);
  await expect(hunt).toContainText('Quorum with 2 to 3 nodes, LAN timing, without Durable votes.');
  await start(hunt);

  const find = hunt.getByRole('region', { name: 'Broken: One vote per node and epoch' });
  await expect(find.getByText(FOUND)).toBeVisible();
  const steps = find.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await expect(steps.last()).toContainText('voted for');
  const count = await steps.count();
  expect(count).toBeLessThanOrEqual(4);
  await expect(find).toContainText(
    'npm run hunt -- --protocol quorum --preset lan --safeguards -durableVotes --nodes 2-3 --seed 3 --schedules 1',
  );

  await find.getByRole('button', { name: 'Play it' }).click();
  await expect(hunt).toBeHidden();
  const captions = captionsOf(page);
  await expect(captions).toContainText(/“One vote per node and epoch” is broken|\d of \d:/);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('voted for');
  await expect(captions).toContainText(/\d of \d: “One vote per node and epoch” is broken\./);
  await playground.expectTimeStandsStill();

  await captions.getByRole('button', { name: 'Previous step' }).click();
  await expect(alert).toBeHidden();
  await expect(captions).toContainText(/\d of \d: (n\d|the )/);
  for (let presses = 0; presses < count; presses += 1) {
    const previous = captions.getByRole('button', { name: 'Previous step' });
    if (await previous.isEnabled()) await previous.click();
  }
  expect((await playground.view()).timeMs).toBe(0);
  await expect(captions).toContainText(/\d steps?, and “One vote per node and epoch” is broken\./);
  await captions.getByRole('button', { name: 'Next step' }).click();
  await expect(captions).toContainText(/1 of \d:/);

  const branches = await playground.openBranches();
  await expect(branches.getByRole('button', { name: /^Found: one vote per node and epoch/ })).toBeVisible();
  // What was found may have other members than main; either way it says whether the two can be compared.
  await expect(branches.getByRole('button', { name: /^Compare with main/ })).toBeVisible();
  await branches.getByRole('button', { name: /^main / }).click();
  await expect.poll(() => playground.digest()).toBe(before);
  await expect(captions).toBeHidden();
});

test('kevy is broken in no time, and a reload loses nothing of it', async ({ playground }) => {
  const { page } = playground;
  await playground.load(lanRun({ protocol: 'kevy' }));
  const hunt = await openHunt(playground);
  await start(hunt);
  await expect(hunt.getByText(FOUND)).toBeVisible();
  const steps = hunt.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  expect(await steps.count()).toBeLessThanOrEqual(4);
  await hunt.getByRole('button', { name: 'Play it' }).click();
  await expect(page.getByRole('alert')).toContainText('Safety violated');
  const digest = await playground.digest();

  await playground.open();
  expect(await playground.digest()).toBe(digest);
  await expect(captionsOf(page)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Branches: Found: / })).toContainText('1 of 2');
});

test('with everything on, nothing is found, and it says how much was tried', async ({ playground }) => {
  await playground.load(lanRun());
  const hunt = await openHunt(playground);
  await start(hunt, 96);
  await expect(hunt.getByRole('status').filter({ hasText: 'No violation' })).toHaveText(
    /^No violation, and nothing that stays broken, in 96 schedules, 0\.\d virtual hours\.$/,
  );
  await expect(hunt.getByRole('region', { name: /^Broken/ })).toHaveCount(0);
  await hunt.getByRole('button', { name: 'Hunt on from seed 7' }).click();
  await expect(hunt.getByRole('textbox', { name: 'Seed' })).toHaveValue('7');
  await expect(hunt.getByRole('button', { name: 'Hunt on from seed 13' })).toBeVisible();
});

test('it goes on behind the page, which goes on too, and stops at once', async ({ playground }) => {
  const { page } = playground;
  await playground.load(lanRun());
  const hunt = await openHunt(playground);
  await start(hunt, 10_000_000);
  const bar = hunt.getByRole('progressbar', { name: 'Schedules tried' });
  await expect(bar).toBeVisible();
  await expect(hunt.getByRole('definition').first()).toHaveText(/^[1-9][\d,]* of 10,000,000$/);
  await playground.goTo('Run');
  const status = page.getByRole('button', { name: /^Hunting… [\d,]+$/ });
  await expect(status).toBeVisible();
  const shown = await status.innerText();
  await playground.play(1);
  await playground.expectTimeGoesOn();
  await expect.poll(() => status.innerText()).not.toBe(shown);

  await status.click();
  const workers = page.workers().length;
  await hunt.getByRole('button', { name: 'Stop' }).click();
  await expect(hunt.getByRole('status').filter({ hasText: 'Stopped' })).toHaveText(
    /^Stopped\. No violation, and nothing that stays broken, in [\d,]+ schedules, \d+\.\d virtual hours\.$/,
  );
  await expect(bar).toBeHidden();
  await expect.poll(() => page.workers().length).toBeLessThan(workers);
  await expect(hunt.getByRole('button', { name: 'Hunt', exact: true })).toBeFocused();
});

test('Show me hunts with that safeguard off, and waits to be told to play', async ({ playground }) => {
  const { page } = playground;
  await playground.load(lanRun());
  await playground.openSettings();
  await page.getByRole('button', { name: 'Show me what “Sticky voters” is for' }).click();
  const hunt = panelOf(page);
  await expect(hunt).toContainText('without Sticky voters');
  await expect(hunt.getByText(FOUND)).toBeVisible();
  await expect(hunt).toBeVisible();
  // The page itself has everything on.
  expect((await playground.run()).safeguards?.['stickyVoters']).toBe(true);
  await hunt.getByRole('button', { name: 'Play it' }).click();
  await expect(page.getByRole('alert')).toContainText('may both act as the leader');
  expect((await playground.run()).safeguards?.['stickyVoters']).toBe(false);
});

test('a lesson opens as a branch, and its link tells it to somebody else', async ({
  playground,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = playground;
  await playground.load(FORGETFUL);
  const hunt = await openHunt(playground);
  await hunt.getByRole('button', { name: 'Open Quorum without Sticky voters' }).click();
  await expect(hunt).toBeHidden();
  await playground.pause();
  const captions = captionsOf(page);
  await captions.getByRole('button', { name: 'Next step' }).click();
  const next = captions.getByRole('button', { name: 'Next step' });
  while (await next.isEnabled()) await next.click();
  await expect(captions).toContainText('“One authority at any instant” is broken.');
  await expect(page.getByRole('alert')).toContainText('may both act as the leader');
  expect(withAuthority(await playground.view())).toHaveLength(2);

  const other = new Playground(await context.newPage());
  await other.open(await playground.address());
  await expect(captionsOf(other.page)).toContainText('“One authority at any instant” is broken.');
  await expect(other.page.getByRole('alert')).toContainText('may both act as the leader');
});

test('what was found can be copied: as a link that plays it, as a test, as a command', async ({
  playground,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = playground;
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await playground.load(FORGETFUL);
  const hunt = await openHunt(playground);
  await start(hunt);
  await expect(hunt.getByText(FOUND)).toBeVisible();
  const said = hunt.getByRole('status').filter({ hasText: 'Copied' });

  await hunt.getByRole('button', { name: 'Copy command' }).click();
  await expect(said).toBeVisible();
  expect(await copied()).toMatch(/^npm run hunt -- --protocol quorum .* --seed 3 --schedules 1$/);
  await hunt.getByRole('button', { name: 'Copy as test' }).click();
  await expect.poll(copied).toContain('on the same run breaks nothing"');
  await hunt.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(copied).toContain('#run=');

  const other = new Playground(await context.newPage());
  await other.open(await copied());
  await expect(captionsOf(other.page)).toBeVisible();
  await expect(other.page.getByRole('alert')).toContainText('voted for');
});

test('with the keyboard alone', async ({ playground }) => {
  const { page } = playground;
  await playground.load(FORGETFUL);
  await page.getByRole('link', { name: 'Break', exact: true }).focus();
  await page.keyboard.press('Enter');
  const hunt = panelOf(page);
  await expect(hunt).toBeVisible();
  await tabTo(hunt.getByRole('combobox', { name: 'Switched off' }), 20);
  await tabTo(hunt.getByRole('textbox', { name: 'Schedules' }));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('many');
  const begin = hunt.getByRole('button', { name: 'Hunt', exact: true });
  await expect(begin).toBeDisabled();
  await expect(hunt.getByRole('status').filter({ hasText: 'Schedules: give a whole number' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('5000');
  await tabTo(hunt.getByRole('textbox', { name: 'Seed' }));
  await page.keyboard.press('Enter');
  const play = hunt.getByRole('button', { name: 'Play it' });
  await expect(play).toBeEnabled();
  await tabTo(begin);
  await tabTo(play);
  await page.keyboard.press('Enter');
  await expect(hunt).toBeHidden();
  await expect(captionsOf(page)).toBeVisible();
  await page.goBack();
  await expect(hunt).toBeVisible();
  await page.goForward();
  await expect(hunt).toBeHidden();
  await expect(captionsOf(page)).toBeVisible();
});

test('a worker that does not come is told, and nothing is called clean', async ({ page }) => {
  // Its script is out of reach, and the browser says so in the console.
  await page.route('**/hunt.worker*', (route) => route.abort());
  const playground = new Playground(page);
  await playground.open();
  const hunt = await openHunt(playground);
  await start(hunt, 96);
  await expect(hunt.getByRole('alert')).toContainText('of work came to nothing: its worker died');
  await expect(hunt.getByRole('status').filter({ hasText: 'Nothing could be tried' })).toBeVisible();
  await expect(hunt).not.toContainText('No violation');
  await expect(hunt.getByRole('button', { name: 'Hunt', exact: true })).toBeEnabled();
});

for (const [screen, viewport] of Object.entries({
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
})) {
  test.describe(screen, () => {
    test.use({ viewport, colorScheme: screen === 'phone' ? 'dark' : 'light' });

    test('axe finds nothing serious while it hunts, nor in what was found, nor while that is told', async ({
      playground,
    }) => {
      const { page } = playground;
      await playground.load(lanRun());
      const hunt = await openHunt(playground);
      await start(hunt, 10_000_000);
      await expect(hunt.getByRole('progressbar')).toBeVisible();
      await expectNothingSerious(page);
      await playground.goTo('Run');
      await expect(page.getByRole('button', { name: /^Hunting…/ })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );

      await playground.load(FORGETFUL);
      await page.getByRole('button', { name: /^Hunting…/ }).click();
      await hunt.getByRole('button', { name: 'Stop' }).click();
      await start(hunt);
      await expect(hunt.getByText(FOUND)).toBeVisible();
      await expectNothingSerious(page);
      await hunt.getByRole('button', { name: 'Play it' }).click();
      await expect(captionsOf(page)).toBeVisible();
      await expectNothingSerious(page);
    });
  });
}

async function expectNothingSerious(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
