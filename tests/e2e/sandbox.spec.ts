/** What strangers write cannot harm the page, nor reach anything: the table is in `tests/sandbox/hostile.ts`. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { HOSTILE } from '../sandbox/hostile';

let server: Server;
let knocks: string[] = [];

test.beforeAll(async () => {
  server = createServer((request, response) => {
    knocks.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('0');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

test.afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

test.beforeEach(async ({ page }) => {
  knocks = [];
  await page.goto('/');
  await page.evaluate(() => window.interregnum.ready);
  await page.getByRole('tab', { name: 'Events' }).click();
});

/** Several at once would be slow for each other. */
const GROUPS = 6;
const size = Math.ceil(HOSTILE.length / GROUPS);

for (let group = 0; group < GROUPS; group += 1) {
  const sources = HOSTILE.slice(group * size, (group + 1) * size);
  test(`a stranger’s source ends in a sentence, part ${group + 1} of ${GROUPS}`, async ({ page }) => {
    const { port } = server.address() as AddressInfo;
    const errors: string[] = [];
    page.on('pageerror', (error) => {
      // A promise in a worker of the sandbox that nobody waited for: it is told, and ends nothing.
      if (!String(error).includes("imports from 'interregnum' alone")) errors.push(String(error));
    });
    for (const { name, source, says, harmless = false } of sources) {
      const given = source.replaceAll('localhost:9', `127.0.0.1:${port}`);
      const outcome = await page.evaluate(async (text) => {
        const { interregnum } = window;
        const run = { version: 1, protocol: 'own', source: text, nodes: ['n1', 'n2', 'n3'], seed: 1 };
        try {
          await interregnum.load(run);
          await interregnum.advance(350);
        } catch (error) {
          return { sentence: (error as Error).message, states: [] as string[] };
        }
        return { sentence: null, states: interregnum.view().nodes.map(({ status }) => status) };
      }, given);
      if (harmless) {
        expect.soft(outcome, name).toEqual({ sentence: null, states: ['up', 'up', 'up'] });
      } else if (outcome.sentence === null) {
        expect.soft(outcome.states, name).toContain('crashed');
        const log = page.getByRole('region', { name: 'Events' });
        await expect(log).toContainText('crashed');
        expect.soft(await log.innerText(), name).toMatch(says ?? /crashed: \S/);
      } else {
        expect.soft(outcome.sentence, name).toMatch(says ?? /\S/);
      }
      // The page goes on, as itself.
      await page.evaluate(() =>
        window.interregnum.load({ version: 1, protocol: 'quorum', nodes: ['n1'], seed: 1 }),
      );
    }
    const kept = await page.evaluate(async () => ({
      polluted: ({} as { polluted?: unknown }).polluted ?? null,
      databases: (await indexedDB.databases()).map(({ name }) => name).filter((name) => name === 'x'),
      local: localStorage.getItem('x'),
      cookie: document.cookie,
      caches: await caches.keys(),
    }));
    expect(kept).toEqual({ polluted: null, databases: [], local: null, cookie: '', caches: [] });
    expect(knocks).toEqual([]);
    expect(errors).toEqual([]);
  });
}
