/** A page of files: it asks nobody but its own host, runs nothing that was not built into it, and works without a network. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { theLeader } from './support/leaders';
import { ELECTED_BY_MS, FAILOVER_MS } from './support/pace';
import { Playground } from './support/playground';
import { serveBuildUnder } from './support/static-server';
import { complaintsOf, expect, test } from './support/test';

test('it asks only its own origin, and keeps to a strict policy, while everything is used', async ({
  page,
}) => {
  const requests = requestsOf(page);
  const complaints = complaintsOf(page);
  const playground = new Playground(page);
  await playground.open();
  const origin = await page.evaluate(() => location.origin);
  await useEverything(playground);

  expect(complaints).toEqual([]);
  expect(requests.length).toBeGreaterThan(0);
  expect(requests.filter((url) => !belongsTo(origin, url))).toEqual([]);
});

test('the policy is in force: no script from within the page, no request to elsewhere', async ({ page }) => {
  const elsewhere = await serveBuildUnder('/');
  try {
    await new Playground(page).open();
    const outcome = await page.evaluate(async (address) => {
      const script = document.createElement('script');
      script.textContent = 'window.wasRun = true';
      document.body.append(script);
      const request = await fetch(address, { mode: 'no-cors' }).then(
        () => 'answered',
        () => 'refused',
      );
      return { request, scriptRan: 'wasRun' in window };
    }, elsewhere.address);
    expect(outcome).toEqual({ request: 'refused', scriptRan: false });
  } finally {
    await elsewhere.close();
  }
});

test('it works from any sub-path of a static host', async ({ page }) => {
  const server = await serveBuildUnder('/slides/2026/');
  try {
    const requests = requestsOf(page);
    const complaints = complaintsOf(page);
    const playground = new Playground(page);
    await playground.open(server.address);
    await playground.expectWorkers(5);
    theLeader(await playground.advanceTo(ELECTED_BY_MS));

    await playground.open(await playground.address());
    expect((await playground.run()).nodes).toHaveLength(5);
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !belongsTo(server.address, url))).toEqual([]);
  } finally {
    await server.close();
  }
});

test('after loading it needs no network', async ({ playground }) => {
  await allLoaded(playground.page);
  await playground.page.context().setOffline(true);
  await useEverything(playground);
});

/** What a person does in a minute: break, restart, look, change, read. */
async function useEverything(playground: Playground): Promise<void> {
  const leader = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await playground.selectNode(leader.id);
  await playground.press(`Kill ${leader.id}`);
  await playground.expectWorkers(4);
  await playground.press(`Restart ${leader.id}`);
  await playground.expectWorkers(5);
  theLeader(await playground.advance(FAILOVER_MS));
  await playground.selectLink('n1', 'n2');
  await playground.press('Help');
  await playground.press('Close help');
  await playground.goTo('Measure');
  await playground.press('Run');
  await expect(playground.page.getByRole('region', { name: 'Results' })).toContainText('Median');
  await playground.goTo('Run');
  await playground.openSettings();
  await playground.press('One node more');
  await playground.expectWorkers(6);
  await playground.press('Close setup');
  await playground.tellScenario('Clean failover');
  await playground.expectWorkers(5);
  await playground.expectTimeGoesOn();
  expect(await playground.address()).toContain('#run=');
}

/** Some parts come after the first picture. Loading ends when the page has every file of the build. */
async function allLoaded(page: Page): Promise<void> {
  const files = readdirSync(fileURLToPath(new URL('../../dist/assets', import.meta.url)));
  expect(files).not.toEqual([]);
  await expect
    .poll(() =>
      page.evaluate((names) => {
        const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
        return names.filter((name) => !fetched.some((url) => url.endsWith(`/${name}`)));
      }, files),
    )
    .toEqual([]);
}

function requestsOf(page: Page): readonly string[] {
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  return urls;
}

/** What the page carries inside itself is no request to anybody. */
function belongsTo(address: string, url: string): boolean {
  return url.startsWith(address) || /^(data|blob|about):/.test(url);
}
