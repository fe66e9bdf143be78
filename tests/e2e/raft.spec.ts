/** Raft in the page: its log, by name and by keyboard, and the same run as in Node. */
import { hostileRun } from '../../src/check/hostile-run';
import { simulate, type Run } from '../../src/sim';
import { expect, test } from './support/test';

const UNTIL_MS = 3000;
const SEEDS = Array.from({ length: 10 }, (_, at) => at + 1);

const PARTED: Run = {
  version: 1,
  protocol: 'raft',
  nodes: ['n1', 'n2', 'n3', 'n4', 'n5'],
  seed: 1,
  clients: 2,
  config: { readShare: 0 },
  faults: [
    {
      atMs: 6000,
      kind: 'partition',
      groups: [
        ['n1', 'n2', 'c1'],
        ['n3', 'n4', 'n5', 'c2'],
      ],
    },
    { atMs: 12_000, kind: 'healAll' },
  ],
};

for (const clients of [0, 2]) {
  test(`raft with ${clients} clients, slow disks and faults: the page and Node agree to the last bit`, async ({
    playground,
  }) => {
    for (const seed of SEEDS) {
      const run = hostileRun(seed, { protocol: 'raft', slow: true, ...(clients > 0 && { clients }) });
      const inNode = simulate(run, UNTIL_MS);
      await playground.load(run);
      const view = await playground.advance(UNTIL_MS);
      expect
        .soft({ view, digest: await playground.digest() }, `seed ${seed}`)
        .toEqual({ view: inNode.view, digest: inNode.digest });
    }
  });
}

test('logs that part in a partition and are repaired after it: the Log tells of it, in the past too', async ({
  playground,
}) => {
  await playground.load(PARTED);
  await playground.advance(11_500);
  await playground.openTab('Log');
  const log = playground.page.getByRole('region', { name: 'Log', exact: true });
  const rowOf = (id: string) => log.getByRole('listitem').filter({ hasText: new RegExp(`^${id}[,:]`) });
  await expect(rowOf('n3')).toContainText('n3, who leads');
  await expect(rowOf('n1')).toContainText('the last of term 1');
  await expect(rowOf('n1')).toContainText("other than the leader's from 36 on");

  await test.step('every entry says what it is, by keyboard', async () => {
    await log.getByRole('application', { name: 'Entries by node and index' }).focus();
    await playground.page.keyboard.press('Home');
    await expect(log.getByText('n1, entry 1, term 1: nothing')).toBeVisible();
    await playground.page.keyboard.press('ArrowRight');
    await expect(log.getByText(/^n1, entry 2, term 1: write 1 of c\d; committed\.$/)).toBeVisible();
    await playground.page.keyboard.press('ArrowDown');
    await expect(log.getByText(/^n2, entry 2, term 1: write 1 of c\d; committed\.$/)).toBeVisible();
  });

  await playground.advance(2000);
  await expect(rowOf('n1')).not.toContainText('other than');
  await expect(rowOf('n1')).toContainText('the last of term 2');
  await playground.seek(11_500);
  await expect(rowOf('n1')).toContainText("other than the leader's from 36 on");
});

test('who keeps no log has no tab for one', async ({ playground }) => {
  const tabs = playground.page.getByRole('tablist', { name: 'Panel' });
  await expect(tabs.getByRole('tab', { name: 'Events' })).toBeVisible();
  await expect(tabs.getByRole('tab', { name: 'Log' })).toHaveCount(0);
});

test('another run that is opened while the log is shown begins with an empty one', async ({ playground }) => {
  const log = playground.page.getByRole('region', { name: 'Log', exact: true });
  await playground.load(STEADY);
  await playground.advance(4000);
  await playground.openTab('Log');
  await expect(log.getByRole('application')).toBeVisible();
  await playground.load({ ...STEADY, seed: 2 });
  await expect(log).toContainText('No log has an entry yet.');
  await playground.advance(4000);
  await expect(log.getByRole('application')).toBeVisible();
});

const STEADY: Run = {
  version: 1,
  protocol: 'raft',
  nodes: ['n1', 'n2', 'n3'],
  seed: 1,
  clients: 1,
  config: { readShare: 0 },
};

test('a disk of 3 s per write, from the menu at a node: it says that it writes for as long as it does', async ({
  playground,
}) => {
  await playground.load(STEADY);
  await playground.advance(4000);
  const moreAt = async (item: string) => {
    const menu = playground.page.getByRole('toolbar', { name: 'Actions at n2', exact: true });
    await menu.getByRole('button', { name: 'More' }).click();
    await playground.page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await playground.selectNode('n2');
  await moreAt('Disk: 3 s per write');
  await playground.expectEvent('the disk of n2 was changed: a write takes 3000 ms');
  await playground.advance(1000);
  const writing = playground.page.getByRole('button', { name: /^n2, .*writes to its disk/ });
  await expect(writing).toBeVisible();
  await moreAt('Disk: no delay');
  await playground.advance(7000);
  await expect(writing).toHaveCount(0);
});

test('orders of the operator are buttons: hand over, stand, forget', async ({ playground }) => {
  await playground.load(STEADY);
  await playground.advance(4000);
  const { inspector, page } = playground;
  await playground.selectNode('n3');
  await expect(inspector.getByRole('button', { name: /^Hand over/ })).toHaveCount(0);
  await inspector.getByRole('button', { name: 'Let n3 forget n1', exact: true }).click();
  await playground.expectEvent(/n3 was told to forget/);

  await test.step('by keyboard: n1 hands over to n2', async () => {
    await playground.selectNode('n1');
    await expect(inspector.getByRole('button', { name: /^Tell n1/ })).toHaveCount(0);
    await inspector.getByRole('button', { name: 'Hand over to n2', exact: true }).focus();
    await page.keyboard.press('Enter');
    const { nodes } = await playground.advance(500);
    expect(nodes.filter(({ role }) => role === 'primary').map(({ id, epoch }) => [id, epoch])).toEqual([
      ['n2', 2],
    ]);
  });

  await test.step('at the node: n3 asks, and nobody who hears n2 would vote for it', async () => {
    await playground.selectNode('n3');
    await page
      .getByRole('toolbar', { name: 'Actions at n3', exact: true })
      .getByRole('button', { name: 'More' })
      .click();
    await page.getByRole('menuitem', { name: 'Tell n3 to stand', exact: true }).click();
    await playground.expectEvent(/n3 was told to stand/);
    const { nodes } = await playground.advance(500);
    expect(nodes.find(({ role }) => role === 'primary')).toMatchObject({ id: 'n2', epoch: 2 });
  });
});

test('a stall between a check and what is sent on its strength is chosen by its message', async ({
  playground,
}) => {
  await playground.load(STEADY);
  await playground.advance(4000);
  await playground.selectNode('n1');
  await playground.inspector.getByText('More', { exact: true }).click();
  await playground.inspector.getByLabel('Stalls before it sends').selectOption('MsgHeartbeat');
  await playground.inspector.getByLabel('for', { exact: true }).fill('700');
  await playground.inspector.getByRole('button', { name: 'Stall n1 once' }).click();
  await playground.expectEvent(/n1 .*MsgHeartbeat.*0\.7 s|n1 .*MsgHeartbeat.*700 ms/);
});
