/** The shared store and the clients on the stage: what they are called, and what can be done with them there. */
import type { Run } from '../../src/sim';
import { lassoAround, middleOf } from './support/gestures';
import { cutLinks, theLeader } from './support/leaders';
import { A_WHILE_MS, ELECTED_BY_MS } from './support/pace';
import { expect, test } from './support/test';

const RUN: Run = {
  version: 1,
  protocol: 'ballot-lease',
  nodes: ['n1', 'n2', 'n3', 'n4', 'n5'],
  seed: 1,
  clients: 2,
};

test.beforeEach(async ({ playground }) => {
  await playground.load(RUN);
});

test('the store shows its keys and who holds its lease', async ({ playground }) => {
  const { cluster } = playground;
  const store = playground.node('store');
  await expect(store).toHaveAccessibleName('store, 0 keys');
  await expect(store).toHaveAccessibleDescription('nobody holds the lease');

  const leader = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await expect(store).toHaveAccessibleName(/^store, [1-9]\d* keys$/);
  await expect(store).toHaveAccessibleDescription(`${leader.id} holds the lease with ballot ${leader.epoch}`);
  await expect(
    cluster.getByText(new RegExp(`^${leader.id} · (ballot ${leader.epoch} · )?[\\d.]+ s$`)),
  ).toBeVisible();
  await expect(cluster.getByRole('status')).toContainText([
    '',
    `In the store ${leader.id} holds the lease with ballot ${leader.epoch}.`,
  ]);

  await playground.fault({ kind: 'kill', node: 'store' });
  await playground.advance(2 * ELECTED_BY_MS);
  await expect(store).toHaveAccessibleName('store, killed');
  await expect(store).toHaveAccessibleDescription(/^n\d held the lease with ballot \d+$/);
});

test('a client says whom it believes in, until it is killed', async ({ playground }) => {
  const client = playground.node('c1');
  await expect(client).toHaveAccessibleName('c1, client, knows of no leader');
  const leader = theLeader(await playground.advanceTo(ELECTED_BY_MS));
  await expect(client).toHaveAccessibleName(`c1, client, believes ${leader.id} leads`);
  await expect(playground.cluster.getByText(`→ ${leader.id}`)).toHaveCount(2);

  await playground.fault({ kind: 'kill', node: 'c1' });
  await expect(client).toHaveAccessibleName('c1, client, killed');
  await expect(playground.cluster.getByText(`→ ${leader.id}`)).toHaveCount(1);
});

test('the store, a client and their links can be selected', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  for (const id of ['store', 'c2']) {
    await playground.node(id).click();
    await expect(playground.node(id)).toHaveAttribute('aria-pressed', 'true');
  }
  for (const [a, b] of [
    ['n2', 'store'],
    ['c2', 'n3'],
  ] as const) {
    await playground.link(a, b).click();
    await expect(playground.link(a, b)).toHaveAttribute('aria-pressed', 'true');
  }
  for (const name of ['link store – c1', 'link c1 – store', 'link c1 – c2']) {
    await expect(playground.button(name)).toHaveCount(0);
  }
});

test('nodes that talk to nobody but the store have no other links', async ({ playground }) => {
  const { clients: _, ...alone } = RUN;
  await playground.load(alone);
  await expect(playground.link('n1', 'store')).toBeVisible();
  await expect(playground.link('n1', 'n2')).toHaveCount(0);
});

test('the arrow keys reach everybody, and cut a node off from the store', async ({ playground }) => {
  const { page } = playground;
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.node('n5').focus();
  await page.keyboard.press('ArrowRight');
  await expect(playground.node('store')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(playground.node('c1')).toBeFocused();
  await page.keyboard.press('End');
  await expect(playground.node('c2')).toBeFocused();

  const link = playground.link('n1', 'store');
  await playground.link('n1', 'n5').focus();
  await page.keyboard.press('ArrowRight');
  await expect(link).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(link).toHaveAttribute('aria-pressed', 'true');
  await playground.button('Cut both ways').focus();
  await page.keyboard.press('Enter');

  await expect.poll(async () => cutLinks(await playground.view())).toEqual(['n1 → store', 'store → n1']);
  await expect(link).toHaveAccessibleDescription('cut n1 → store, cut store → n1');
});

test('a lasso around a node leaves the store with the others', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await lassoAround(playground, ['n2']);
  await expect(playground.cluster.getByText('Partitioned: n2 | n1, n3, n4, n5, store, c1, c2')).toBeVisible();
  const cut = cutLinks(await playground.view());
  expect(cut).toContain('n2 → store');
  expect(cut).not.toContain('n1 → store');
});

test('a lasso around the store cuts it off from all', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await lassoAround(playground, ['store']);
  await expect(playground.cluster.getByText(/^Partitioned: store \| /)).toBeVisible();
  expect(cutLinks(await playground.view())).toContain('n3 → store');
});

test('a clock that is off has a dial, and says so', async ({ playground }) => {
  await playground.advanceTo(A_WHILE_MS);
  await expect(playground.node('n2')).toHaveAccessibleDescription('');
  await playground.fault({ kind: 'clock', node: 'n2', offsetMs: 2000, rate: 1.05 });
  await expect(playground.node('n2')).toHaveAccessibleDescription(
    'wall clock 2 s ahead, clocks at 1.05 times true speed',
  );
  await expect(playground.cluster.getByText('+2 s ×1.05')).toBeVisible();
  await playground.fault({ kind: 'clock', node: 'n2', offsetMs: 0, rate: 1 });
  await expect(playground.node('n2')).toHaveAccessibleDescription('');
});

test('a request to the store is told where it flies', async ({ playground }) => {
  const { page } = playground;
  await playground.load({ ...RUN, network: { latencyMs: [2000, 2000] } });
  expect((await playground.advanceTo(1000)).inFlight).toBeGreaterThan(0);
  const tip = page.getByRole('tooltip');
  const [from, to] = [await middleOf(playground.node('n2')), await middleOf(playground.node('store'))];
  await expect
    .poll(async () => {
      for (let share = 0.4; share <= 0.6; share += 0.02) {
        for (let aside = -20; aside <= 20; aside += 4) {
          await page.mouse.move(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y) + aside);
          await playground.nextFrames();
          if (await tip.isVisible()) return await tip.innerText();
        }
      }
      return '';
    })
    .toContain('asks the store');
});

test('the legend explains the new shapes only where they are', async ({ playground }) => {
  const legend = playground.cluster.getByRole('group', { name: 'Legend' });
  await playground.press('Legend');
  await expect(legend).toContainText('Store, and who holds its lease');
  await expect(legend).toContainText('Client → whom it believes in');
  await playground.load({ ...RUN, protocol: 'quorum', clients: 0 });
  await expect(legend).not.toContainText('Store');
  await expect(legend).not.toContainText('Client');
});
