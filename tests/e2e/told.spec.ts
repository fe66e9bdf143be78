/** The words that go with a run: title, caption and moments, from page to page. */
import type { Locator } from '@playwright/test';
import { simulate, type Run } from '../../src/sim';
import { oneCutLink } from '../../src/app/scenarios/one-cut-link';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const RUN: Run = {
  version: 1,
  protocol: 'quorum',
  nodes: ['n1', 'n2', 'n3'],
  seed: 4,
  faults: [{ atMs: 6000, kind: 'kill', node: 'n1' }],
};
const TOLD = {
  title: 'The primary dies',
  caption: 'Watch who stands first.',
  moments: [
    { atMs: 4000, caption: 'All three are up' },
    { atMs: 6000.001, caption: 'n1 is gone' },
    { atMs: 8000, caption: 'What do the others do?' },
  ],
};

const titleOf = ({ page }: Playground): Locator => page.getByRole('banner').getByRole('paragraph');
const stepsOf = ({ page }: Playground): Locator =>
  page.getByRole('complementary', { name: 'Moments of this run' });
const storyOf = ({ page }: Playground, title: string): Locator => page.getByRole('region', { name: title });
const openTold = ({ page }: Playground): Promise<void> =>
  page.evaluate((what) => window.interregnum.open(what), { version: 1, run: RUN, headMs: 9000, ...TOLD });

test('the link to a scenario opens with its title and its hint in another page, and in an embed', async ({
  playground,
  context,
}) => {
  await playground.pause();
  await playground.tellScenario(oneCutLink.title);
  await expect(playground.button('Pause')).toBeVisible();
  await playground.advanceTo(oneCutLink.lookAtMs);
  const link = await playground.address();

  const other = new Playground(await context.newPage());
  await other.open(link);
  await expect(titleOf(other)).toHaveText(oneCutLink.title);
  await expect(other.now).toContainText(oneCutLink.watch);
  await expect(storyOf(other, oneCutLink.title)).toContainText(oneCutLink.watch);
  expect(await other.digest()).toBe(await playground.digest());

  await other.open(link.replace('/#', '/?embed#'));
  await expect(other.now).toContainText(oneCutLink.title);
  await expect(other.now).toContainText(oneCutLink.watch);
});

test.describe('what a person writes in the share dialog', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('goes along with the link and the embed, and is there after a reload', async ({
    playground,
    context,
  }) => {
    const { page } = playground;
    await playground.advanceTo(12_000);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Share this moment' });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('For "Monday"');
    await dialog.getByRole('textbox', { name: 'Caption' }).fill('Who leads, and how long?');
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await expect(dialog.getByRole('status')).toHaveText('Copied');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await dialog.getByRole('button', { name: 'Copy embed code' }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain('title="Interregnum: For &quot;Monday&quot; at 12.000 s');
    await dialog.getByRole('button', { name: 'Close share' }).click();
    await expect(titleOf(playground)).toHaveText('For "Monday"');

    const other = new Playground(await context.newPage());
    await other.open(link);
    await expect(titleOf(other)).toHaveText('For "Monday"');
    await expect(other.now).toContainText('Who leads, and how long?');
    await other.press('Dismiss the hint');
    await expect(other.now).not.toContainText('Who leads');
    await expect(storyOf(other, 'For "Monday"')).toContainText('Who leads, and how long?');

    // The address does not say so yet: this browser does.
    await playground.open();
    await expect(titleOf(playground)).toHaveText('For "Monday"');
  });
});

test('moments are stepped through with buttons and keys, and say what is to be seen', async ({
  playground,
}) => {
  const { page } = playground;
  await openTold(playground);
  await playground.seek(0);
  const steps = stepsOf(playground);
  await expect(steps).toContainText('Watch who stands first. · 3 moments to come');
  await expect(steps.getByRole('button', { name: 'Previous step' })).toBeDisabled();
  await steps.getByRole('button', { name: 'Next step' }).click();
  await expect(steps).toContainText('1 of 3: All three are up');
  expect((await playground.view()).timeMs).toBe(4000);

  await page.keyboard.press('n');
  await expect(steps).toContainText('2 of 3: n1 is gone');
  expect(await playground.view()).toEqual(simulate(RUN, 6000.001).view);
  await page.keyboard.press('n');
  await expect(steps).toContainText('3 of 3: What do the others do?');
  await expect(steps.getByRole('button', { name: 'Next step' })).toBeDisabled();
  await page.keyboard.press('n');
  expect((await playground.view()).timeMs).toBe(8000);
  await page.keyboard.press('b');
  await expect(steps).toContainText('2 of 3: n1 is gone');
  const list = page.getByRole('region', { name: 'Moments', exact: true });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(list.locator('[aria-current=step]')).toContainText('6.000');
});

test('what made room for a run with moments can be undone while they are stepped through', async ({
  playground,
}) => {
  const { page } = playground;
  await openTold(playground);
  const link = new URL(await playground.address());
  await playground.load({ ...RUN, faults: [], nodes: ['a', 'b', 'c'] });
  await playground.advance(1000);
  await page.evaluate((hash) => (location.hash = hash), link.hash);
  const steps = stepsOf(playground);
  await expect(steps).toContainText('3 of 3');
  await expect(playground.now).toContainText('Opened the link · Undo');
  await page.keyboard.press('b');
  await expect(steps).toContainText('2 of 3: n1 is gone');
  await playground.press('Undo');
  await expect.poll(async () => (await playground.run()).nodes).toEqual(['a', 'b', 'c']);
  await expect(steps).toBeHidden();
});

test('moments are gathered, changed and taken away in the panel, and go along with a link', async ({
  playground,
  context,
}) => {
  await playground.advanceTo(9000);
  const list = playground.page.getByRole('region', { name: 'Moments', exact: true });
  const captionAt = (seconds: string): Locator =>
    list.getByRole('textbox', { name: `What is to be seen at ${seconds} s` });
  await list.getByRole('button', { name: 'Add this moment' }).click();
  await expect(captionAt('9.000')).toHaveValue(/n\d leads/);
  await playground.seek(2000);
  await list.getByRole('button', { name: 'Add this moment' }).click();
  await captionAt('2.000').fill('Before anything happens');
  await captionAt('2.000').press('Enter');
  await playground.seek(5000);
  await list.getByRole('button', { name: 'Add this moment' }).click();
  await list.getByRole('button', { name: 'Remove the moment at 5.000 s' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(2);

  const other = new Playground(await context.newPage());
  await other.open(await playground.address());
  await expect(stepsOf(other)).toContainText('1 of 2: Before anything happens');
  await stepsOf(other).getByRole('button', { name: 'Next step' }).click();
  await expect.poll(async () => (await other.view()).timeMs).toBe(9000);
});

test('words that are out of bounds are refused with a sentence', async ({ playground }) => {
  const refusal = await playground.page.evaluate(
    (what) =>
      window.interregnum.open(what).then(
        () => null,
        (error: Error) => error.message,
      ),
    { version: 1, run: RUN, headMs: 9000, ...TOLD, title: 'x'.repeat(81) },
  );
  expect(refusal).toBe('title: must have at most 80 characters: the title.');
});
