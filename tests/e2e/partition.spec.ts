/** Splitting the network: with a line drawn by hand, or from the keyboard. */
import type { ClusterView } from '../../src/sim';
import { draw, lassoAround, middleOf } from './support/gestures';
import { tabTo } from './support/keyboard';
import { cutLinks, theLeader, withAuthority } from './support/leaders';
import { ELECTED_BY_MS, FAILOVER_MS } from './support/pace';
import { expect, test } from './support/test';

test('a lasso around two nodes cuts them off, and the majority goes on without them', async ({
  playground,
}) => {
  const old = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  expect(old.id).toBe('n1');
  await lassoAround(playground, ['n1', 'n2']);

  await expect.poll(async () => cutLinks(await playground.view())).not.toEqual([]);
  expect(cutLinks(await playground.view())).toEqual(linksBetween(['n1', 'n2'], await playground.view()));
  await expect(playground.cluster.getByText('Partitioned: n1, n2 | n3, n4, n5')).toBeVisible();
  await playground.expectEvent('the network was split: n1 n2 | n3 n4 n5');
  await expect(playground.link('n2', 'n3')).toHaveAccessibleDescription('cut n2 → n3, cut n3 → n2');

  const next = theLeader(await playground.advance(FAILOVER_MS));
  expect(['n3', 'n4', 'n5']).toContain(next.id);
});

test('a lasso around one node leaves the others together', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await lassoAround(playground, ['n4']);
  await expect.poll(async () => cutLinks(await playground.view())).toHaveLength(8);
  expect(cutLinks(await playground.view())).toEqual(linksBetween(['n4'], await playground.view()));
});

test('a line around nobody, or around everybody, changes nothing', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  const digest = await playground.digest();
  await lassoAround(playground, ['n1', 'n2', 'n3', 'n4', 'n5']);
  const { x, y } = await middleOf(playground.cluster);
  await draw(playground, [
    { x, y },
    { x: x + 30, y },
    { x: x + 30, y: y + 30 },
    { x, y },
  ]);
  await playground.nextFrames();
  expect(await playground.digest()).toBe(digest);
});

test('a hand that shakes while it clicks selects, and draws nothing', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  const { x, y } = await middleOf(playground.node('n3'));
  await draw(playground, [
    { x, y },
    { x: x + 3, y: y + 3 },
  ]);
  await expect(playground.node('n3')).toHaveAttribute('aria-pressed', 'true');
  expect(cutLinks(await playground.view())).toEqual([]);
});

test('the same partition from the keyboard', async ({ playground }) => {
  const { page } = playground;
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.button('Partition…').focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Partition' });
  const apply = panel.getByRole('button', { name: 'Cut the links between' });
  await expect(apply).toBeDisabled();

  await tabTo(panel.getByRole('checkbox', { name: 'n4' }), 5);
  await page.keyboard.press('Space');
  await tabTo(panel.getByRole('checkbox', { name: 'n5' }));
  await page.keyboard.press('Space');
  await expect(panel).toContainText('n4, n5 | n1, n2, n3');
  await tabTo(apply);
  await page.keyboard.press('Enter');

  await expect(panel).toBeHidden();
  await expect.poll(async () => cutLinks(await playground.view())).not.toEqual([]);
  expect(cutLinks(await playground.view())).toEqual(linksBetween(['n4', 'n5'], await playground.view()));
});

test('“Heal all” makes every link whole, and there is one authority again', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await expect(playground.button('Heal all')).toBeDisabled();
  await playground.fault({ kind: 'partition', groups: [['n1', 'n2'], ['n3', 'n4'], ['n5']] });
  expect(withAuthority(await playground.advance(FAILOVER_MS))).toEqual([]);

  await playground.press('Heal all');
  await expect.poll(async () => cutLinks(await playground.view())).toEqual([]);
  await expect(playground.button('Heal all')).toBeDisabled();
  theLeader(await playground.advance(FAILOVER_MS));
});

/** Every direction between these nodes and the others, in the order of the view. */
function linksBetween(inside: readonly string[], { links }: ClusterView): readonly string[] {
  return links
    .filter(({ from, to }) => inside.includes(from) !== inside.includes(to))
    .map(({ from, to }) => `${from} → ${to}`);
}
