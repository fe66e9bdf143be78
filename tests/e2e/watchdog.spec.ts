/** A replay that takes too long ends with a sentence, can be given up while it goes on, and the page works after it. */
import type { Page } from '@playwright/test';
import { ELECTED_BY_MS } from './support/pace';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

/** Every look at the page's clock finds it that much later, in milliseconds, until it is set back to 0. */
async function clockLeaps(page: Page, leapMs: number): Promise<void> {
  await page.evaluate((ms) => {
    const now = Performance.prototype.now;
    let ahead = 0;
    performance.now = () => now.call(performance) + (ahead += ms);
  }, leapMs);
}

/** At 12 s of what everybody is shown first, where a click begins a branch. */
async function inThePast(playground: Playground): Promise<void> {
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.seek(12_000);
  await playground.selectNode('n1');
}

test('a replay on a machine that is far too slow ends with a sentence, and all is as it was', async ({
  playground,
}) => {
  const { page, now } = playground;
  await inThePast(playground);
  const before = await playground.view();
  await clockLeaps(page, 5001);
  await playground.press('Kill n1');
  const complaint = now.getByRole('alert');
  await expect(complaint).toHaveText(
    /^To replay up to 12\.000 s takes more than 20 s on this machine, so it was given up and all is as it was\. The last instant before it that is at hand is \d+\.\d{3} s\.$/,
  );
  expect(await playground.view()).toEqual(before);
  await expect(page.getByRole('button', { name: 'Branches: main' })).toBeVisible();

  await clockLeaps(page, 0);
  await playground.press('Dismiss');
  await playground.press('Kill n1');
  await expect(page.getByRole('button', { name: 'Branches: fork at 12.000 s' })).toBeVisible();
  expect((await playground.advance(100)).nodes[0]).toMatchObject({ id: 'n1', status: 'killed' });
});

test('a replay that takes long is told of, and can be given up', async ({ playground }) => {
  const { page, now } = playground;
  await inThePast(playground);
  const before = await playground.view();
  await clockLeaps(page, 400);
  // No frame comes until the button was pressed: the replay is not through before that, however slow the machine.
  const frames = await page.evaluateHandle(() => {
    const { requestAnimationFrame } = window;
    const held: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (callback) => held.push(callback);
    return () => {
      window.requestAnimationFrame = requestAnimationFrame;
      for (const callback of held) requestAnimationFrame(callback);
    };
  });
  await playground.press('Kill n1');
  await expect(now.getByRole('status')).toContainText('Replaying up to 12.000 s …');
  await now.getByRole('button', { name: 'Give up', exact: true }).click();
  await expect(now.getByRole('button', { name: 'Give up', exact: true })).toBeHidden();
  expect(await playground.view()).toEqual(before);

  await clockLeaps(page, 0);
  await frames.evaluate((goOn) => goOn());
  await playground.press('Kill n1');
  await expect(page.getByRole('button', { name: 'Branches: fork at 12.000 s' })).toBeVisible();
  await playground.press('Play');
  await expect.poll(async () => (await playground.view()).timeMs).toBeGreaterThan(12_100);
});
