/** The store in the browser's database keeps the rules of every store, also between two tabs. */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'vite';
import { expect, test } from './support/test';
import type * as StorePage from './support/store-page';

declare const storePage: typeof StorePage;

let bundle: string;

test.beforeAll(async () => {
  bundle = await bundleOf('./support/store-page.ts');
});

test('all conformance checks hold', async ({ page }) => {
  await openTab(page);
  expect(await page.evaluate(() => storePage.failedCases())).toEqual([]);
});

test('two tabs race: each ballot names one leader, and no update is lost', async ({ context }) => {
  const [first, second] = [await newTab(context), await newTab(context)];
  await first.evaluate(() => storePage.prepareRace('race'));
  const [one, two] = await Promise.all([
    first.evaluate(() => storePage.takePart('race', 'p1')),
    second.evaluate(() => storePage.takePart('race', 'p2')),
  ]);
  const ballots = [...one, ...two].sort((a, b) => a - b);
  expect(ballots).toEqual(Array.from({ length: one.length + two.length }, (_, at) => at + 1));
  expect(await first.evaluate(() => storePage.valueOf('race', 'n'))).toBe(String(ballots.length));
});

test('what was written outlives the tab', async ({ context }) => {
  const first = await newTab(context);
  await first.evaluate(() => storePage.prepareRace('kept'));
  await first.close();
  const second = await newTab(context);
  expect(await second.evaluate(() => storePage.valueOf('kept', 'n'))).toBe('0');
});

test('a database that closes, and a browser without one, are told in a sentence', async ({ page }) => {
  await openTab(page);
  expect(await page.evaluate(() => storePage.whatFails('gone'))).toEqual([
    'open',
    { kind: 'failed', error: 'OperationFailed', message: expect.stringMatching(/^The store failed .*\.$/) },
  ]);
  await page.evaluate(() => {
    const refuse = () => {
      throw new DOMException('access is denied for this document', 'SecurityError');
    };
    Object.defineProperty(globalThis, 'indexedDB', { value: { open: refuse } });
  });
  expect(await page.evaluate(() => storePage.whatFails('refused'))).toEqual([
    {
      ok: false,
      error: 'OperationFailed',
      message: expect.stringMatching(/^This browser gives the page no database\. .*access is denied.*\.$/),
    },
  ]);
});

async function newTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await openTab(page);
  return page;
}

/** An empty page of the playground's origin that has `storePage`. */
async function openTab(page: Page): Promise<void> {
  await page.route('**/store-page.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>store</title>' }),
  );
  await page.goto('store-page.html');
  await page.addScriptTag({ content: bundle });
}

async function bundleOf(file: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL(file, import.meta.url)), formats: ['iife'], name: 'storePage' },
    },
  });
  const output = [built].flat()[0];
  if (output === undefined || !('output' in output)) throw new Error(`${file}: nothing was built`);
  return output.output[0].code;
}
