/** After one visit the page needs no network; and a newer version comes when a person takes it, whole, and not before. */
import type { Page } from '@playwright/test';
import { buildAnother, type AnotherBuild } from './support/another-build';
import { theLeader } from './support/leaders';
import { ELECTED_BY_MS } from './support/pace';
import { Playground } from './support/playground';
import { DIST, serveBuildUnder, type StaticServer } from './support/static-server';
import { complaintsOf, expect, test } from './support/test';
import { useEverything } from './support/use-everything';

let server: StaticServer;
test.beforeEach(async () => {
  server = await serveBuildUnder('/slides/2026/');
});
test.afterEach(() => server.close());

test.describe('where the browser keeps the page', () => {
  test.use({ serviceWorkers: 'allow' });

  test('after one visit everything works without a network', async ({ page }) => {
    const playground = await firstVisit(page);
    await server.close();

    const complaints = complaintsOf(page);
    await playground.open(server.address);
    await playground.expectWorkers(5);
    await useEverything(playground);
    await hunt(playground);
    await again(page);
    await playground.expectTimeGoesOn();
    expect(complaints).toEqual([]);
  });

  test('on the first visit itself, too', async ({ page }) => {
    const playground = await firstVisit(page);
    const complaints = complaintsOf(page);
    await server.close();
    await useEverything(playground);
    await hunt(playground);
    expect(complaints).toEqual([]);
  });

  test('what comes on demand is kept once somebody asked for it', async ({ page }) => {
    const playground = await firstVisit(page);
    const incidents = async (): Promise<void> => {
      const learn = await playground.openGallery();
      await learn.getByRole('tab', { name: 'Incidents', exact: true }).click();
      await expect(learn.getByText('The same faults').first()).toBeVisible();
    };
    await incidents();
    await server.close();
    await playground.open(server.address);
    await incidents();
  });

  test('what is kept asks nobody else, and all of it is of this build', async ({ page }) => {
    await firstVisit(page);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => url);
    });
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.filter((url) => !url.startsWith(server.address))).toEqual([]);
  });

  test('a link, a page inside another one, and the file by its name open from what is kept', async ({
    page,
  }) => {
    const playground = await firstVisit(page);
    await playground.pause();
    const link = await playground.address();
    await server.close();
    for (const address of [link, `${server.address}?embed`, `${server.address}index.html`]) {
      await playground.open(address);
      await expect(playground.cluster).toBeVisible();
      await expect(playground.timeline).toBeVisible();
    }
  });

  test.describe('a newer version', () => {
    let newer: AnotherBuild;
    test.beforeAll(async () => {
      newer = await buildAnother('newer');
    });
    test.afterAll(() => newer.remove());

    test('is told, waits, and is taken with the run that is open; other pages follow', async ({
      context,
    }) => {
      const [here, there] = [await context.newPage(), await context.newPage()];
      const playground = await firstVisit(here);
      const other = new Playground(there);
      await other.open(server.address);
      await other.pause();
      await other.advanceTo(ELECTED_BY_MS);
      const left = { digest: await other.digest(), view: await other.view() };

      server.deploy(() => newer.folder);
      await again(here);
      await playground.advanceTo(ELECTED_BY_MS);
      const leader = theLeader(await playground.view());
      await playground.selectNode(leader.id);
      await playground.press(`Kill ${leader.id}`);
      await playground.advance(1234);
      const before = await open(playground);
      await expect(news(here)).toContainText('A newer version of this page is ready');
      // Still the one before, in what it is and in what it gets.
      expect(await buildOf(here)).toBeUndefined();
      await playground.press('Help');
      await playground.press('Close help');
      await playground.press(`Restart ${leader.id}`);
      await playground.expectWorkers(5);
      const withRestart = await open(playground);
      expect(withRestart.view.timeMs).toBe(before.view.timeMs);

      await news(here).getByRole('button', { name: 'Take the new version' }).click();
      await expect(here.locator('html')).toHaveAttribute('data-build', 'newer');
      await here.evaluate(() => window.interregnum.ready);
      await expect.poll(() => open(playground)).toEqual(withRestart);
      await expect(news(here)).toHaveCount(0);

      await expect(there.locator('html')).toHaveAttribute('data-build', 'newer');
      await there.evaluate(() => window.interregnum.ready);
      await expect
        .poll(async () => ({ digest: await other.digest(), view: await other.view() }))
        .toEqual(left);
      // And it is whole: without a network, too.
      await server.close();
      await playground.open(server.address);
      expect(await buildOf(here)).toBe('newer');
      await playground.expectWorkers(5);
      await playground.press('Help');
    });

    test('is not taken by who wants it later: the page before stays whole, without a network, too', async ({
      page,
    }) => {
      const playground = await firstVisit(page);
      server.deploy(() => newer.folder);
      await again(page);
      await news(page).getByRole('button', { name: 'Later' }).click();
      await expect(news(page)).toHaveCount(0);
      await server.close();
      await again(page);
      expect(await buildOf(page)).toBeUndefined();
      await useEverything(playground);
    });

    for (const [missing, isMissing] of [
      ['the document', (name: string) => name === 'index.html'],
      ['the scripts', (name: string) => name.startsWith('assets/')],
    ] as const) {
      test(`of which a host has the list already and not ${missing} is not there yet`, async ({ page }) => {
        const playground = await firstVisit(page);
        server.deploy((name) => (isMissing(name) ? DIST : newer.folder));
        await page.evaluate(async () => {
          const registration = await navigator.serviceWorker.getRegistration();
          if (registration === undefined) throw new Error('nothing is registered');
          await new Promise<void>((resolve) => {
            registration.addEventListener('updatefound', () => {
              const { installing } = registration;
              installing?.addEventListener('statechange', () => {
                if (installing.state === 'redundant') resolve();
              });
            });
            void registration.update();
          });
        });
        await expect(news(page)).toHaveCount(0);
        await playground.open(server.address);
        expect(await buildOf(page)).toBeUndefined();

        server.deploy(() => newer.folder);
        await again(page);
        await expect(news(page)).toBeVisible();
      });
    }
  });
});

test.describe('where the browser keeps nothing', () => {
  test('everything works as long as there is a network', async ({ page }) => {
    const complaints = complaintsOf(page);
    const playground = new Playground(page);
    await playground.open(server.address);
    await useEverything(playground);
    await hunt(playground);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
  });
});

/** Until the browser has all of it. */
async function firstVisit(page: Page): Promise<Playground> {
  const playground = new Playground(page);
  await playground.open(server.address);
  await playground.pause();
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
  return playground;
}

async function again(page: Page): Promise<void> {
  await page.reload();
  await page.evaluate(() => window.interregnum.ready);
}

async function open(playground: Playground) {
  return { digest: await playground.digest(), view: await playground.view(), run: await playground.run() };
}

const news = (page: Page) => page.getByRole('complementary', { name: 'New version' });
const buildOf = (page: Page) => page.evaluate(() => document.documentElement.dataset['build']);

/** To its end: from seed 1 on, and nothing is found. Then the other tab, too. */
async function hunt(playground: Playground): Promise<void> {
  const { page } = playground;
  await playground.goTo('Break');
  const panel = page.getByRole('tabpanel', { name: 'Hunt' });
  await panel.getByRole('textbox', { name: 'Schedules' }).fill('96');
  await panel.getByRole('button', { name: 'Hunt', exact: true }).click();
  await expect(panel.getByRole('button', { name: 'Hunt on from seed 7' })).toBeVisible();
  await page.getByRole('tab', { name: 'Explore', exact: true }).click();
  await expect(page.getByRole('tabpanel', { name: 'Explore' })).toBeVisible();
  await playground.goTo('Run');
}
