/** A page of files: it asks nobody but its own host, and runs nothing that was not built into it. */
import type { Page } from '@playwright/test';
import { theLeader } from './support/leaders';
import { ELECTED_BY_MS } from './support/pace';
import { Playground } from './support/playground';
import { serveBuildUnder } from './support/static-server';
import { complaintsOf, expect, test } from './support/test';
import { useEverything } from './support/use-everything';

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

function requestsOf(page: Page): readonly string[] {
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  return urls;
}

/** What the page carries inside itself is no request to anybody. */
function belongsTo(address: string, url: string): boolean {
  return url.startsWith(address) || /^(data|blob|about):/.test(url);
}
