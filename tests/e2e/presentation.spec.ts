/** For whoever sits far away: the stage and the line above it alone, in large type. */
import { oneCutLink } from '../../src/app/scenarios/one-cut-link';
import { expect, test } from './support/test';

for (const [width, height, least] of [
  [1280, 720, 26],
  [390, 844, 18],
] as const) {
  test(`at ${width}×${height} nothing but the stage and what is going on, until Esc or the button`, async ({
    playground,
  }) => {
    const { page } = playground;
    await page.setViewportSize({ width, height });
    await playground.pause();
    await page.keyboard.press('p');
    const tabs = page.getByRole('tablist', { name: 'Panel' });
    for (const gone of [page.getByRole('banner'), playground.timeline, tabs]) await expect(gone).toBeHidden();
    await expect(playground.node('n1')).toBeVisible();
    const line = playground.now.getByRole('paragraph').first();
    await expect(line).toBeVisible();
    const size = await line.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    expect(size).toBeGreaterThanOrEqual(least);
    // Whoever is shown something is not to do anything.
    await expect(playground.now).not.toContainText('Kill');
    await expect(playground.button('Dismiss the hint')).toBeHidden();
    const stage = (await playground.cluster.boundingBox())!;
    for (const name of await playground.cluster.locator('text').all()) {
      const { x, width: wide } = (await name.boundingBox())!;
      const text = (await name.textContent())!;
      expect(x, text).toBeGreaterThanOrEqual(1);
      expect(x + wide, text).toBeLessThanOrEqual(width - 1);
    }
    expect(stage.height / height).toBeGreaterThan(0.75);
    expect(stage.width).toBe(width);
    expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBe(width);

    await page.keyboard.press('Escape');
    for (const back of [page.getByRole('banner'), playground.timeline, tabs])
      await expect(back).toBeVisible();
    await page.keyboard.press('?');
    await page.getByRole('button', { name: 'Present the stage' }).click();
    await expect(page.getByRole('banner')).toBeHidden();
    await playground.press('Leave the presentation');
    await expect(page.getByRole('banner')).toBeVisible();
  });
}

test('a story is told in it: Space plays, and its hint is there', async ({ playground }) => {
  const { page } = playground;
  await playground.pause();
  await playground.tellScenario(oneCutLink.title);
  await expect(playground.button('Pause')).toBeVisible();
  await page.keyboard.press('p');
  await playground.pause();
  await expect(playground.now).toContainText(oneCutLink.watch.slice(0, 20));
  const before = (await playground.view()).timeMs;
  await page.keyboard.press(' ');
  await expect.poll(async () => (await playground.view()).timeMs).toBeGreaterThan(before);
});
