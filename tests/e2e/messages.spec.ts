/** What is on its way: seen, read, and taken out of the air. */
import type { Run } from '../../src/sim';
import { middleOf, type Point } from './support/gestures';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

/** Two heartbeats leave at 0 s, one in each direction, and pass each other half-way a second later. */
const PASSING: Run = {
  version: 1,
  protocol: 'quorum',
  nodes: ['n1', 'n2'],
  seed: 1,
  config: { hbIntervalMs: 5000, downAfterMs: 20_000 },
  network: { latencyMs: [2000, 2000] },
};
const HALF_WAY_MS = 1000;
const FURTHEST_ASIDE_PX = 30;

test.beforeEach(async ({ playground }) => {
  await playground.load(PASSING);
  expect((await playground.advanceTo(HALF_WAY_MS)).inFlight).toBe(2);
});

test('the link lists what is on its way in words, and its button drops it', async ({ playground }) => {
  await playground.selectLink('n1', 'n2');
  const inFlight = playground.group('In flight');
  await expect(inFlight.getByRole('listitem')).toHaveCount(2);
  const first = inFlight.getByRole('listitem').filter({ hasText: 'n1 → n2' });
  await expect(first).toContainText('heartbeat: n1 is replica in epoch 1');
  await expect(first).toContainText('lands in 1.0 s');

  await first.getByRole('button', { name: /^Drop / }).click();
  await expect(inFlight.getByRole('listitem')).toHaveCount(1);
  expect((await playground.view()).inFlight).toBe(1);
  await expect(playground.group('Last frames')).toContainText('dropped by hand');
  await playground.expectEvent('HB n1 → n2 never arrives');
});

test('hovering says what a message is and when it lands', async ({ playground }) => {
  const tip = playground.page.getByRole('tooltip');
  await hoverWhereTheyPass(playground, 'n1', 'n2');
  await expect(tip).toContainText('heartbeat: n1 is replica in epoch 1');
  await expect(tip).toContainText('lands in 1.0 s');
  await hoverWhereTheyPass(playground, 'n2', 'n1');
  await expect(tip).toContainText('heartbeat: n2 is replica in epoch 1');

  await playground.button('Legend').hover();
  await expect(tip).toBeHidden();
});

test('a click on its mark drops it, and only it', async ({ playground }) => {
  const { x, y } = await hoverWhereTheyPass(playground, 'n2', 'n1');
  await playground.page.mouse.click(x, y);

  await expect.poll(async () => (await playground.view()).inFlight).toBe(1);
  await playground.expectEvent('HB n2 → n1 never arrives');
  await expect(playground.page.getByRole('tooltip')).toBeHidden();

  // n1 hears nothing of n2; n2 hears of n1.
  await playground.advanceTo(3 * HALF_WAY_MS);
  await playground.selectNode('n1');
  await expect(playground.group('Peers').getByRole('row', { name: /^n2 / })).toContainText('never');
  await playground.selectNode('n2');
  await expect(playground.group('Peers').getByRole('row', { name: /^n1 / })).toContainText('1.0 s ago');
});

test('what is on its way over a link that is cut is lost', async ({ playground }) => {
  await playground.selectLink('n1', 'n2');
  await playground.press('Cut n1 → n2');
  await expect.poll(async () => (await playground.view()).inFlight).toBe(1);
  await expect(playground.group('Last frames')).toContainText('lost: the link was cut');
});

/** Messages keep to the right: from the middle of the straight line to that side, until the tip names this one. */
async function hoverWhereTheyPass(playground: Playground, from: string, to: string): Promise<Point> {
  const tip = playground.page.getByRole('tooltip');
  const [start, end] = [await middleOf(playground.node(from)), await middleOf(playground.node(to))];
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy);
  for (let aside = 0; aside <= FURTHEST_ASIDE_PX; aside += 3) {
    const x = (start.x + end.x) / 2 - (dy / length) * aside;
    const y = (start.y + end.y) / 2 + (dx / length) * aside;
    await playground.page.mouse.move(x, y);
    await playground.nextFrames();
    if ((await tip.allInnerTexts()).some((text) => text.includes(`${from} → ${to}`))) return { x, y };
  }
  throw new Error(`no message ${from} → ${to} was found half-way`);
}
