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
