/** Of a violation the page shows the state right after the step that broke it: stage, view, link, picture and test alike. */
import { readFile } from 'node:fs/promises';
import { BROKEN_AT_MS, COVERED_UP } from '../../src/check/covered-up';
import { simulate } from '../../src/sim';
import { nodeOf, withAuthority } from './support/leaders';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const OVER_MS = 3000;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

async function expectBothCrowns(playground: Playground): Promise<void> {
  const view = await playground.view();
  expect(view.timeMs).toBe(BROKEN_AT_MS);
  expect(withAuthority(view)).toMatchObject([
    { id: 'n1', epoch: 1 },
    { id: 'n2', epoch: 2 },
  ]);
  for (const { id, role, epoch } of withAuthority(view)) {
    await expect(playground.node(id)).toHaveAccessibleName(
      new RegExp(`^${id}, ${role}, epoch ${epoch}, has authority`),
    );
  }
  expect(view).toEqual(simulate(COVERED_UP, { atMs: view.timeMs, after: view.after! }).view);
}

test('which the next step of the same instant covers up', async ({ playground }) => {
  await playground.load(COVERED_UP);
  await playground.play(1);
  await expect(playground.page.getByRole('alert')).toContainText(
    'n2 (epoch 2) and n1 (epoch 1) may both act',
  );
  await expect(playground.page.getByRole('alert')).toContainText('0.740 s');
  await expectBothCrowns(playground);

  // The same by jumping, from after it and from before it.
  await playground.advance(OVER_MS - BROKEN_AT_MS);
  const jump = (which: string) => playground.button(`${which} violation`).click();
  await jump('Previous');
  await expectBothCrowns(playground);
  await playground.press('Step back');
  expect(withAuthority(await playground.view())).toHaveLength(1);
  await jump('Next');
  await expectBothCrowns(playground);

  // A step on, the instant is over, and so is the old primary's authority.
  await playground.press('Step');
  await expect.poll(async () => (await playground.view()).timeMs).toBe(BROKEN_AT_MS + 0.001);
  expect(nodeOf(await playground.view(), 'n1')).toMatchObject({ role: 'replica', authority: false });
});

test('as a link, as a copied test, in the picture and in the explanation', async ({ playground }) => {
  const { page } = playground;
  await playground.load(COVERED_UP);
  await playground.advance(OVER_MS);
  await playground.button('Previous violation').click();
  const { after } = await playground.view();
  const address = await playground.address();

  await playground.press('Share');
  const dialog = page.getByRole('dialog', { name: 'Share this moment' });
  await expect(dialog).toContainText('0.740 s');
  const [picture] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'SVG', exact: true }).click(),
  ]);
  const svg = await readFile(await picture.path(), 'utf8');
  expect(svg).toMatch(/>0\.740 s<\/text>\s*<text[^>]*>n2 \(epoch 2\) and n1 \(epoch 1\) may both act/);
  await dialog.getByRole('button', { name: 'Copy as test' }).click();
  await expect(dialog.getByRole('status')).toHaveText('Copied');
  const test = await page.evaluate(() => navigator.clipboard.readText());
  expect(test).toContain('test("One authority at any instant: broken at 0.740 s"');
  expect(test).toContain('test("n1 and n2 have authority at 0.740 s"');
  expect(test).toContain(`simulate(run, { atMs: ${BROKEN_AT_MS}, after: ${JSON.stringify(after)} })`);
  await page.keyboard.press('Escape');

  await playground.open(address);
  await expectBothCrowns(playground);
  await expect(page.getByRole('alert')).toContainText('n2 (epoch 2) and n1 (epoch 1) may both act');
  const why = page.getByRole('group', { name: 'Why it happened' });
  await expect(why).toContainText('n1 believes that it leads with epoch 1');
  await expect(why).toContainText('n2 believes that it leads with epoch 2');
  await why.getByRole('button', { name: 'Go to 0.740 s' }).last().click();
  await expectBothCrowns(playground);
});
