/** What of time is shown, by wheel and by the strip below, and the scrubber goes along. */
import { ELECTED_BY_MS } from './support/pace';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

test('the wheel widens time around the pointer', async ({ playground }) => {
  const { page } = playground;
  const field = await shownAt(playground);
  const before = await scrubberPx(playground);
  const at = { x: field.x + 60, y: field.y + field.height / 2 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.wheel(0, -240);
  await expect.poll(() => scrubberPx(playground)).toBeGreaterThan(before + 10);
  await expect(playground.button('Follow')).toHaveAttribute('aria-pressed', 'false');
});

test('the strip below has the range in hand', async ({ playground }) => {
  const { page } = playground;
  await shownAt(playground);
  await playground.press('Zoom in');
  const before = await scrubberPx(playground);
  const range = (await playground.timeline.locator('.strip .selection').boundingBox())!;
  const at = { x: range.x + range.width / 2, y: range.y + range.height / 2 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x - 50, at.y, { steps: 4 });
  await page.mouse.up();
  // What is shown is earlier, so the same instant is further to the right.
  await expect.poll(() => scrubberPx(playground)).toBeGreaterThan(before + 10);
});

/** Paused with something to look at; where the lanes are. */
async function shownAt(playground: Playground) {
  await playground.pause();
  await playground.advanceTo(ELECTED_BY_MS);
  return (await playground.timeline.locator('canvas').first().boundingBox())!;
}

async function scrubberPx(playground: Playground): Promise<number> {
  const box = await playground.timeline.getByRole('slider', { name: 'Time' }).boundingBox();
  return box?.x ?? Number.NaN;
}
