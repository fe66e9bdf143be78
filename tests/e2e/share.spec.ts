/** How a run leaves the page and comes back: by link, by file, by reload, inside of another page, and as a picture. */
import { readFile } from 'node:fs/promises';
import type { Download } from '@playwright/test';
import { simulate, type Run } from '../../src/sim';
import { nodeOf, theLeader } from './support/leaders';
import { ELECTED_BY_MS } from './support/pace';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const sightOf = async (playground: Playground) => ({
  view: await playground.view(),
  digest: await playground.digest(),
});

/** A killed primary, and a look back to before it died. */
async function somethingHappened(playground: Playground): Promise<void> {
  const { id } = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await playground.fault({ kind: 'kill', node: id });
  await playground.advance(2000);
  await playground.selectNode('n2');
  await playground.press('Step back');
  await playground.press('Step back');
}

async function openShare({ page }: Playground) {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this moment' });
  await expect(dialog).toBeVisible();
  return dialog;
}

const textOf = async (download: Download): Promise<string> => readFile(await download.path(), 'utf8');

async function saved(playground: Playground, button: string): Promise<Download> {
  const [download] = await Promise.all([
    playground.page.waitForEvent('download'),
    playground.page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return download;
}

/** As a person drops one from a folder of theirs. */
async function drop({ page }: Playground, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], fileName, { type: 'application/json' }));
      return data;
    },
    [name, text] as const,
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
  }
}

test.describe('a link', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('that was copied opens the same instant and selection', async ({ playground, context }) => {
    await somethingHappened(playground);
    const dialog = await openShare(playground);
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await expect(dialog.getByRole('status')).toHaveText('Copied');
    const link = await playground.page.evaluate(() => navigator.clipboard.readText());
    const before = await sightOf(playground);

    const other = new Playground(await context.newPage());
    await other.open(link);
    expect(await sightOf(other)).toEqual(before);
    await expect(other.inspector.getByRole('heading', { name: 'n2', exact: true })).toBeVisible();
    await expect(other.button('Back to live')).toBeVisible();
    await other.expectWorkers(4);
  });

  test('that is pasted into the address of an open page opens there, or says why not', async ({
    playground,
  }) => {
    const run: Run = { version: 1, protocol: 'kevy', nodes: ['a', 'b'], seed: 5 };
    await playground.page.evaluate(
      (given) => window.interregnum.open({ version: 1, run: given, headMs: 900 }),
      run,
    );
    const link = await playground.address();
    const before = await sightOf(playground);
    expect(before).toEqual({ view: simulate(run, 900).view, digest: simulate(run, 900).digest });
    await playground.load({ ...run, seed: 6 });
    await playground.page.evaluate((hash) => (location.hash = hash), new URL(link).hash);
    await expect.poll(() => playground.digest()).toBe(before.digest);

    await playground.page.evaluate((hash) => (location.hash = hash), new URL(link).hash.slice(0, -9));
    await expect(playground.page.getByRole('alert')).toContainText('The link is damaged or was cut short');
    expect(await sightOf(playground)).toEqual(before);
  });
});

test('a clipboard that is refused leaves the text selected on the page', async ({ playground }) => {
  await playground.page.evaluate(() => {
    navigator.clipboard.write = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
  });
  await playground.advanceTo(ELECTED_BY_MS);
  const dialog = await openShare(playground);
  await dialog.getByRole('button', { name: 'Copy as test' }).click();
  const area = dialog.getByRole('textbox', { name: /does not let the page copy/ });
  await expect(area).toBeFocused();
  expect(await area.inputValue()).toContain(`expect(digest).toBe("${await playground.digest()}")`);
});

test('a run that was downloaded opens again, from the dialog and dropped on the page', async ({
  playground,
}) => {
  await somethingHappened(playground);
  const before = await sightOf(playground);
  await openShare(playground);
  const download = await saved(playground, 'Download run');
  expect(download.suggestedFilename()).toMatch(/^interregnum-quorum-5-nodes-at-\d+\.\d{3}s\.json$/);
  const text = await textOf(download);

  const [chooser] = await Promise.all([
    playground.page.waitForEvent('filechooser'),
    playground.press('Open file…'),
  ]);
  await chooser.setFiles(await download.path());
  await expect(playground.page.getByRole('dialog')).toBeHidden();
  await expect.poll(() => sightOf(playground)).toEqual(before);

  await playground.load({ version: 1, protocol: 'kevy', nodes: ['n1'], seed: 1 });
  await drop(playground, 'run.json', text);
  await expect.poll(() => sightOf(playground)).toEqual(before);
});

test.describe('a file that is no run', () => {
  const GOOD = { version: 1, protocol: 'quorum', nodes: ['n1', 'n2'], seed: 1 };
  for (const [what, text, sentence] of [
    ['broken', '{"version":1,', 'The run is not valid JSON'],
    ['far too large', ' '.repeat(2_500_000), 'notes.json has 2.5 MB; a run has at most 2.0 MB.'],
    ['of a later version', JSON.stringify({ version: 7, run: GOOD, headMs: 1 }), 'a newer Interregnum'],
    ['out of reach', JSON.stringify({ version: 1, run: GOOD, headMs: 1e12 }), 'headMs: must be at most'],
  ] as const) {
    test(`because it is ${what} gives a sentence, and nothing is lost`, async ({ playground }) => {
      await playground.advanceTo(ELECTED_BY_MS);
      const before = await sightOf(playground);
      await drop(playground, 'notes.json', text);
      await expect(playground.page.getByRole('alert')).toContainText(sentence);
      expect(await sightOf(playground)).toEqual(before);
      await playground.expectWorkers(5);
    });
  }
});

test('the shown range is saved as pictures and logs', async ({ playground }) => {
  await somethingHappened(playground);
  await openShare(playground);
  const svg = await textOf(await saved(playground, 'SVG'));
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  const parsed = await playground.page.evaluate((text) => {
    const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
    return documentElement.nodeName;
  }, svg);
  expect(parsed).toBe('svg');
  const png = await readFile(await (await saved(playground, 'PNG')).path());
  expect([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG');
  // Twice as wide as the picture that it was drawn from.
  expect(png.readUInt32BE(16)).toBe(2560);
  expect(await textOf(await saved(playground, 'ShiViz log'))).toMatch(/^\(\?<time>.*\n\n/);
  const trace = JSON.parse(await textOf(await saved(playground, 'Chrome trace'))) as {
    traceEvents: unknown[];
  };
  expect(trace.traceEvents.length).toBeGreaterThan(50);
});

test('a picture is of the stage, of the timeline or of both, with title, caption and each node', async ({
  playground,
}) => {
  const { page } = playground;
  await somethingHappened(playground);
  const dialog = await openShare(playground);
  await dialog.getByRole('textbox', { name: 'Title' }).fill('After the primary');
  await dialog.getByRole('textbox', { name: 'Caption' }).fill('Who votes for whom?');
  const heights: number[] = [];
  for (const what of ['Stage', 'Timeline', 'Both']) {
    await dialog.getByRole('radiogroup', { name: 'Picture of' }).getByRole('radio', { name: what }).check();
    const svg = await textOf(await saved(playground, 'SVG'));
    const { texts, height } = await page.evaluate((file) => {
      const { documentElement } = new DOMParser().parseFromString(file, 'image/svg+xml');
      const words = [...documentElement.querySelectorAll('text')].map(({ textContent }) => textContent);
      return { texts: words, height: Number(documentElement.getAttribute('height')) };
    }, svg);
    expect(texts).toEqual(
      expect.arrayContaining(['After the primary', 'Who votes for whom?', 'n1', 'n2', 'n3', 'n4', 'n5']),
    );
    const png = await readFile(await (await saved(playground, 'PNG')).path());
    expect(png.readUInt32BE(20)).toBe(2 * Math.round(height));
    heights.push(height);
  }
  expect(heights[2]).toBeGreaterThan(Math.max(heights[0]!, heights[1]!) + 300);
});

test.describe('a reload', () => {
  test('loses nothing: branches, instant, selection, speed', async ({ playground }) => {
    await somethingHappened(playground);
    await playground.fault({ kind: 'freeze', node: 'n3' });
    await playground.advance(1500);
    await playground.page.getByRole('slider', { name: 'Speed' }).press('ArrowRight');
    await playground.selectLink('n1', 'n2');
    const before = await sightOf(playground);
    const speed = await playground.page.getByRole('slider', { name: 'Speed' }).getAttribute('aria-valuetext');

    await playground.page.reload();
    await playground.page.evaluate(() => window.interregnum.ready);
    expect(await sightOf(playground)).toEqual(before);
    await expect(playground.inspector.getByRole('heading', { name: 'n1 – n2', exact: true })).toBeVisible();
    await expect(playground.page.getByRole('slider', { name: 'Speed' })).toHaveAttribute(
      'aria-valuetext',
      speed!,
    );
    await expect(playground.timeline).toContainText(/fork at/);
    expect(nodeOf(await playground.advance(10), 'n3').status).toBe('frozen');
  });

  test('after starting over finds the run without what was done to it', async ({ playground }) => {
    await playground.advanceTo(ELECTED_BY_MS);
    await playground.fault({ kind: 'freeze', node: 'n3' });
    await playground.advance(100);
    await playground.press('Start over');
    await expect.poll(async () => (await playground.run()).faults).toEqual([]);
    await playground.page.reload();
    await playground.page.evaluate(() => window.interregnum.ready);
    expect((await playground.run()).faults).toEqual([]);
    expect((await playground.view()).timeMs).toBeLessThan(ELECTED_BY_MS);
  });

  test('after forgetting the session opens as on a first visit', async ({ playground }) => {
    await playground.load({ version: 1, protocol: 'kevy', nodes: ['n1', 'n2'], seed: 1 });
    await openShare(playground);
    await playground.press('Forget this session');
    await expect(playground.page.getByRole('dialog')).toBeHidden();
    await playground.expectWorkers(5);
    await playground.page.reload();
    await playground.page.evaluate(() => window.interregnum.ready);
    expect((await playground.run()).nodes).toHaveLength(5);
    await playground.expectTimeGoesOn();
  });
});

test('inside of another page: stage and timeline alone, nothing kept, and a way to the whole page', async ({
  playground,
  context,
}) => {
  await somethingHappened(playground);
  const before = await sightOf(playground);
  const link = await playground.address();

  const inside = new Playground(await context.newPage());
  await inside.page.setViewportSize({ width: 480, height: 360 });
  await inside.open(link.replace('/#', '/?embed#'));
  expect(await sightOf(inside)).toEqual(before);
  await expect(inside.cluster).toBeVisible();
  await expect(inside.timeline).toBeVisible();
  await expect(inside.button('Play')).toBeVisible();
  for (const name of ['Share', 'Help']) await expect(inside.button(name)).toBeHidden();
  for (const part of [inside.safety, inside.events, inside.inspector]) await expect(part).toBeHidden();
  const size = await inside.page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.scrollHeight,
  ]);
  expect(size).toEqual([480, 360]);

  await inside.press('Play');
  await inside.expectTimeGoesOn();
  await inside.page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  // The browser's own store is shared with the page outside; the tab's would be written with it.
  expect(await inside.page.evaluate(() => sessionStorage.length)).toBe(0);

  const out = inside.page.getByRole('link', { name: 'Open in Interregnum' });
  await expect(out).toHaveAttribute('target', '_blank');
  await expect(out).toHaveAttribute('rel', 'noopener');
  expect(await out.evaluate((element: HTMLAnchorElement) => element.href)).toBe(link);
});
