/** Going back in a run, doing something else there, and comparing the two futures: with the keyboard, by name. */
import { simulate } from '../../src/sim';
import type { Playground } from './support/playground';
import { ELECTED_BY_MS } from './support/pace';
import { expect, test } from './support/test';

const seconds = (ms: number): string => `${(Math.floor(ms) / 1000).toFixed(3)} s`;

async function scrubber(playground: Playground) {
  const slider = playground.timeline.getByRole('slider', { name: 'Time', exact: true });
  await expect(slider).toBeVisible();
  return slider;
}

const timeMs = async (playground: Playground): Promise<number> => (await playground.view()).timeMs;

test.beforeEach(async ({ playground }) => {
  await playground.pause();
  await playground.advanceTo(ELECTED_BY_MS);
});

test('Step back and Step go from event to event, and the page follows', async ({ playground }) => {
  const live = await playground.view();
  await playground.press('Step back');
  await playground.press('Step back');
  const back = await timeMs(playground);
  expect(back).toBeLessThan(live.timeMs);
  await expect(await scrubber(playground)).toHaveAttribute('aria-valuetext', new RegExp(seconds(back)));
  await playground.press('Step');
  expect(await timeMs(playground)).toBeGreaterThan(back);
  await playground.press('Back to live');
  expect(await playground.view()).toEqual(live);
});

test('the scrubber has keys for events, seconds, the beginning and the head', async ({ playground }) => {
  const headMs = await timeMs(playground);
  const slider = await scrubber(playground);
  await slider.focus();
  await slider.press('Home');
  expect(await timeMs(playground)).toBe(0);
  await slider.press('PageUp');
  expect(await timeMs(playground)).toBe(1000);
  await slider.press('PageDown');
  expect(await timeMs(playground)).toBe(0);
  await slider.press('PageUp');
  await slider.press('ArrowLeft');
  const before = await timeMs(playground);
  expect(before).toBeLessThan(1000);
  await slider.press('ArrowRight');
  expect(await timeMs(playground)).toBeGreaterThan(before);
  await slider.press('End');
  expect(await timeMs(playground)).toBe(headMs);
});

test('what was live at an instant is what is shown of it later', async ({ playground }) => {
  const seen = [await playground.view()];
  for (let i = 0; i < 4; i += 1) seen.push(await playground.advance(777));
  for (const view of seen.reverse().slice(1)) {
    await playground.seek(view.timeMs);
    expect(await playground.view()).toEqual(view);
  }
});

test('an instant that is none is refused with a sentence', async ({ playground }) => {
  const before = await playground.view();
  await expect(playground.seek(Number.NaN)).rejects.toThrow('ms: must be a number, 0 or more.');
  await expect(playground.seek(-1)).rejects.toThrow('ms: must be a number, 0 or more.');
  expect(await playground.view()).toEqual(before);
});

test('one may jump to elections and faults', async ({ playground }) => {
  await playground.selectNode('n1');
  await playground.press('Kill n1');
  const killedMs = await timeMs(playground);
  await playground.advance(2000);
  await playground.press('Previous fault');
  // Just after it: a microsecond.
  expect(await timeMs(playground)).toBeCloseTo(killedMs, 2);
  await expect(playground.node('n1')).toHaveAccessibleName(/killed/);
  await playground.press('Previous election');
  expect((await playground.view()).nodes.find(({ id }) => id === 'n1')?.role).toBe('primary');
  await playground.press('Previous election');
  expect((await playground.view()).nodes.find(({ id }) => id === 'n1')?.role).toBe('candidate');
  await playground.press('Next election');
  expect((await playground.view()).nodes.find(({ id }) => id === 'n1')?.role).toBe('primary');
});

test('acting in the past begins a branch; both can be visited, named, compared and deleted', async ({
  playground,
  page,
}) => {
  const original = await playground.advance(3000);
  const digest = await playground.digest();
  await playground.seek(original.timeMs - 2000);
  await playground.selectNode('n1');
  await playground.press('Kill n1');
  const fork = await playground.advance(6000);
  expect(fork.nodes[0]?.status).toBe('killed');
  expect(page.workers()).toHaveLength(4);

  const branches = page.getByRole('dialog', { name: 'Branches' });
  await page.getByRole('button', { name: /^Branches: fork at / }).click();
  await branches.getByRole('button', { name: 'Compare with main' }).click();
  await expect(playground.now.getByRole('status', { name: /they part at/ })).toBeVisible();
  await branches.getByRole('button', { name: /^Rename fork at / }).click();
  await branches.getByRole('textbox', { name: /^New name of fork at / }).fill('without n1');
  await branches.getByRole('textbox', { name: /^New name of / }).press('Enter');
  await branches.getByRole('button', { name: /^main / }).click();
  await expect.poll(() => playground.view()).toEqual(original);
  expect(await playground.digest()).toBe(digest);
  await expect.poll(() => page.workers().length).toBe(5);
  // The branch goes on from where it was left, in new workers.
  const later = await playground.advance(1000);
  expect(later.timeMs).toBe(original.timeMs + 1000);

  await page.getByRole('button', { name: 'Branches: main' }).click();
  await branches.getByRole('button', { name: 'Delete without n1' }).click();
  await expect(branches.getByRole('button', { name: /^without n1/ })).toHaveCount(0);
});

test('Play is not lost right after a look back, a deed there, or a step', async ({ playground }) => {
  const { page } = playground;
  for (const before of ['seek', 'fault', 'step'] as const) {
    const fromMs = await page.evaluate(async (what) => {
      const { interregnum } = window;
      interregnum.pause();
      interregnum.seek(4000);
      if (what === 'fault') void interregnum.fault({ kind: 'kill', node: 'n3' });
      if (what === 'step') document.querySelector<HTMLElement>('button[aria-label="Step"]')!.click();
      interregnum.play(1);
      return 4000;
    }, before);
    await expect.poll(() => timeMs(playground), { message: before }).toBeGreaterThan(fromMs + 200);
    await expect(playground.button('Pause')).toBeVisible();
  }
});

test('the same action at the same instant gives the same future, here and in Node', async ({
  playground,
  page,
}) => {
  const atMs = (await playground.advance(3000)).timeMs - 1500.5;
  const digests: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    await playground.seek(atMs);
    await playground.fault({ kind: 'kill', node: 'n1' });
    const view = await playground.advance(9000);
    digests.push(await playground.digest());
    expect(simulate(await playground.run(), view.timeMs)).toMatchObject({ view, digest: digests.at(-1) });
    await page.getByRole('button', { name: /^Branches: / }).click();
    await page
      .getByRole('dialog', { name: 'Branches' })
      .getByRole('button', { name: /^main / })
      .click();
    await expect(page.getByRole('button', { name: 'Branches: main' })).toBeVisible();
    await page.keyboard.press('Escape');
  }
  expect(digests[1]).toBe(digests[0]);
});

test('the timeline can be read as text', async ({ playground }) => {
  await playground.press('Timeline as text');
  await expect(playground.timeline).toContainText(/n1.*primary/s);
});
