/** Nothing that a person made is thrown away without a word: Undo, the list of branches, Back and Forward lead to it. */
import type { Run } from '../../src/sim';
import { ELECTED_BY_MS } from './support/pace';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

/** Three futures of one run, the third one shown. Their names, and the digest of each. */
async function threeBranches(playground: Playground): Promise<ReadonlyMap<string, string>> {
  await playground.advanceTo(ELECTED_BY_MS);
  for (const [atMs, node] of [
    [12_000, 'n1'],
    [13_000, 'n2'],
  ] as const) {
    await playground.seek(atMs);
    await playground.fault({ kind: 'kill', node });
    await playground.advance(2500);
  }
  return digests(playground);
}

/** Of every branch, by its name; the one that was shown is shown again. */
async function digests(playground: Playground): Promise<ReadonlyMap<string, string>> {
  const { page } = playground;
  const shown = page.getByRole('button', { name: /^Branches: / });
  const list = await playground.openBranches();
  const names = await list.getByRole('list', { name: 'Branches' }).locator('.name').allInnerTexts();
  await page.keyboard.press('Escape');
  const before = (await shown.getAttribute('aria-label'))!.replace('Branches: ', '');
  const found = new Map<string, string>();
  for (const name of [...names.filter((other) => other !== before), before]) {
    if ((await shown.getAttribute('aria-label')) !== `Branches: ${name}`) {
      const open = await playground.openBranches();
      await open.getByRole('button', { name: new RegExp(`^${name} `) }).click();
      await expect(shown).toHaveAccessibleName(`Branches: ${name}`);
    }
    found.set(name, await playground.digest());
  }
  return found;
}

test('Start over with three branches, then Undo: three branches, same digests', async ({ playground }) => {
  const before = await threeBranches(playground);
  expect([...before.keys()].sort()).toEqual(['fork at 12.000 s', 'fork at 13.000 s', 'main']);
  await playground.press('Start over');
  await expect.poll(async () => (await playground.view()).timeMs).toBe(0);
  await expect(playground.now).toContainText('Started over · Undo');
  await expect(playground.page.getByRole('button', { name: 'Branches: main' })).toBeVisible();

  await playground.press('Undo');
  await expect(playground.page.getByRole('button', { name: 'Branches: fork at 13.000 s' })).toBeVisible();
  expect(await digests(playground)).toEqual(before);
  await expect(playground.now).not.toContainText('Undo');
});

test('another protocol and a preset can be undone, one after the other, also from the list of branches', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.advanceTo(ELECTED_BY_MS);
  const digest = await playground.digest();
  await playground.openSettings();
  await playground.settings.getByRole('radio', { name: 'kevy, as published' }).check();
  await expect(playground.now).toContainText('Another protocol · Undo');
  await playground.settings.getByRole('radio', { name: 'LAN' }).check();
  await expect(playground.now).toContainText('Started again with other settings · Undo');
  await playground.press('Close setup');
  await playground.press('Undo');
  await expect(playground.setup).toContainText('kevy · 5 nodes · Classroom');

  const branches = await playground.openBranches();
  await branches.getByRole('button', { name: 'Quorum · 5 nodes · up to 16.000 s' }).click();
  await expect.poll(() => playground.digest()).toBe(digest);
  await expect(page.getByRole('alert')).toBeHidden();
});

test('Back after a link: the run before; Forward: that of the link', async ({ playground }) => {
  const { page } = playground;
  const run: Run = { version: 1, protocol: 'kevy', nodes: ['a', 'b', 'c'], seed: 5 };
  const opening = await playground.run();
  await playground.load(run);
  await playground.advance(1500);
  const [linked, link] = [await playground.digest(), await playground.address()];

  await playground.load(opening);
  const before = await threeBranches(playground);
  const shown = before.get('fork at 13.000 s');
  await page.evaluate((hash) => (location.hash = hash), new URL(link).hash);
  await expect.poll(() => playground.digest()).toBe(linked);
  await expect(playground.now).toContainText('Opened the link · Undo');

  await page.goBack();
  await expect.poll(() => playground.digest()).toBe(shown);
  expect(await digests(playground)).toEqual(before);
  await page.goForward();
  await expect.poll(() => playground.digest()).toBe(linked);
  expect((await playground.run()).nodes).toEqual(['a', 'b', 'c']);
});

test('a story can be undone by its button: what was shown before is shown again, with all its branches', async ({
  playground,
}) => {
  const before = await threeBranches(playground);
  const gallery = await playground.openGallery();
  await gallery.getByRole('button', { name: 'Open Clean failover', exact: true }).click();
  await expect(playground.page.getByRole('banner')).toContainText('Clean failover');
  await playground.press('Undo');
  await expect(playground.page.getByRole('button', { name: 'Branches: fork at 13.000 s' })).toBeVisible();
  expect(await digests(playground)).toEqual(before);
});

test('Back from a story leads to the gallery, and then to what was shown before it', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.advanceTo(ELECTED_BY_MS);
  const digest = await playground.digest();
  const gallery = await playground.openGallery();
  await gallery.getByRole('button', { name: 'Open Clean failover', exact: true }).click();
  await expect(page.getByRole('banner')).toContainText('Clean failover');
  await playground.pause();
  await expect(playground.cluster).toBeVisible();

  await page.goBack();
  await expect(gallery).toBeVisible();
  await page.goBack();
  await expect(playground.cluster).toBeVisible();
  await expect.poll(() => playground.digest()).toBe(digest);
  await expect(page.getByRole('banner')).toContainText('Free play');
  await playground.expectTimeStandsStill();

  await page.goForward();
  await page.goForward();
  await expect(page.getByRole('banner')).toContainText('Clean failover');
  await expect.poll(() => playground.digest()).not.toBe(digest);
});

for (const [address, place] of [
  ['./#learn', 'Learn'],
  ['./#break', 'Break'],
  ['./#measure', 'Measure'],
] as const) {
  test(`${place} has an address: it opens there, and Run is one link away`, async ({ playground }) => {
    const { page } = playground;
    await page.goto('about:blank');
    await page.goto(address);
    const link = (name: string) => page.getByRole('link', { name, exact: true });
    await expect(link(place)).toHaveAttribute('aria-current', 'page');
    await expect(playground.cluster).toBeHidden();
    await link('Run').click();
    await expect(playground.cluster).toBeVisible();
    await page.goBack();
    await expect(playground.cluster).toBeHidden();
    await expect(link(place)).toHaveAttribute('aria-current', 'page');
  });
}
