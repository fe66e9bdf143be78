/** How little crosses the wire until stage and timeline can be used; and a page that misses what comes after that. */
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import {
  bytesOf,
  MOST_FIRST_BYTES,
  MOST_LATER_BYTES,
  tooHeavy,
  wireWeight,
  type Weighed,
} from '../setup/wire-weight';
import { theLeader } from './support/leaders';
import { ELECTED_BY_MS } from './support/pace';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const WEIGHT = wireWeight(fileURLToPath(new URL('../../dist', import.meta.url)));
const isFirst = (url: string): boolean =>
  WEIGHT.first.some(({ path }) => url.endsWith(`/${path}`)) || !url.includes('/assets/');

test('stage and timeline can be used with what comes first, and that is no more than it may be', async ({
  page,
}) => {
  const fetched = new Map<string, Weighed>();
  await page.route('**/*', async (route) => {
    const url = route.request().url();
    if (!isFirst(url)) return route.abort();
    const response = await route.fetch();
    const path = new URL(url).pathname;
    fetched.set(path, { path, bytes: bytesOf(await response.body()) });
    return route.fulfill({ response });
  });
  const playground = new Playground(page);
  await playground.open();
  // The stage: the leader is seen, time goes on, and a click selects.
  const leader = theLeader(await playground.view());
  await expect(playground.node(leader.id)).toBeVisible();
  await playground.expectTimeGoesOn();
  await playground.node(leader.id).click();
  await expect(playground.node(leader.id)).toHaveAttribute('aria-pressed', 'true');
  // The timeline: Pause, and any instant is gone to.
  await playground.press('Pause');
  const time = playground.timeline.getByRole('slider', { name: 'Time' });
  await time.press('Home');
  await expect.poll(async () => (await playground.view()).timeMs).toBe(0);
  await expect(playground.timeline.locator('canvas').first()).toBeVisible();

  expect(fetched.size).toBeGreaterThan(4);
  expect(tooHeavy('Fetched first', [...fetched.values()], MOST_FIRST_BYTES)).toBeNull();
});

test('what a build has is no more than it may be: first, and later', () => {
  expect(tooHeavy('First', WEIGHT.first, MOST_FIRST_BYTES)).toBeNull();
  expect(tooHeavy('Later', WEIGHT.later, MOST_LATER_BYTES)).toBeNull();
});

test.describe('a part that cannot be fetched', () => {
  const HELP = '**/assets/explained-*.js';

  test('is told, nothing is lost, and it comes when it is asked for again', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open();
    await playground.pause();
    await playground.advanceTo(ELECTED_BY_MS);
    const digest = await playground.digest();
    await page.route(HELP, (route) => route.abort());
    await playground.press('Help');
    await expect(missing(page)).toContainText('A part of this page could not be fetched');
    await missing(page).getByRole('button', { name: 'Try again' }).click();
    await expect(missing(page)).toContainText('still could not be fetched');
    // The rest of the page goes on.
    expect(await playground.digest()).toBe(digest);
    await playground.press('Play');
    await playground.expectTimeGoesOn();
    await playground.press('Pause');

    await page.unroute(HELP);
    await missing(page).getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('button', { name: 'Close help' })).toBeVisible();
    await expect(missing(page)).toHaveCount(0);
  });

  test('comes with a page that is loaded again, and the run that was open is open', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open();
    await playground.pause();
    await playground.advanceTo(ELECTED_BY_MS);
    const leader = theLeader(await playground.view());
    await playground.selectNode(leader.id);
    await playground.press(`Kill ${leader.id}`);
    const view = await playground.advance(1234);
    await page.route(HELP, (route) => route.fulfill({ status: 404 }));
    await playground.press('Help');
    await expect(missing(page)).toBeVisible();
    await page.unroute(HELP);
    const again = page.waitForEvent('load');
    await missing(page).getByRole('button', { name: 'Reload' }).click();
    await again;
    await page.evaluate(() => window.interregnum.ready);
    expect(await playground.view()).toEqual(view);
    await playground.press('Help');
    await expect(page.getByRole('button', { name: 'Close help' })).toBeVisible();
  });

  test('is told in a page inside of another one, too, which is there once it comes', async ({ page }) => {
    const embed = '**/assets/Embed-*.js';
    await page.route(embed, (route) => route.abort());
    const playground = new Playground(page);
    await playground.open('./?embed');
    await expect(missing(page)).toContainText('A part of this page could not be fetched');
    await page.unroute(embed);
    await missing(page).getByRole('button', { name: 'Try again' }).click();
    await expect(playground.cluster).toBeVisible();
    await expect(missing(page)).toHaveCount(0);
  });

  test('of what comes by itself takes neither stage nor timeline away', async ({ page }) => {
    const beside = '**/assets/beside-*.js';
    await page.route(beside, (route) => route.abort());
    const playground = new Playground(page);
    await playground.open();
    await expect(missing(page)).toBeVisible();
    await playground.expectTimeGoesOn();
    await page.unroute(beside);
    await missing(page).getByRole('button', { name: 'Try again' }).click();
    await expect(playground.button('Help')).toBeVisible();
    await expect(playground.now).toBeVisible();
    await expect(missing(page)).toHaveCount(0);
  });
});

const missing = (page: Page) => page.getByRole('complementary', { name: 'Missing part' });
