/** The timeline of a run with a store, clients and exports: belief against truth, and what was done twice, in words. */
import type { Run } from '../../src/sim';
import { expect, test } from './support/test';

/** The clock of n2 is set so far ahead that to it the lease of n1 is over, and the next round has come. */
const SKEWED: Run = {
  version: 1,
  protocol: 'ballot-lease',
  nodes: ['n1', 'n2', 'n3'],
  seed: 1,
  clients: 2,
  exports: true,
  faults: [{ atMs: 5000, kind: 'clock', node: 'n2', offsetMs: 9250 }],
};

test('the timeline as text names two leaders at once, the ballot that refused, and the export rounds', async ({
  playground,
  page,
}) => {
  await playground.load(SKEWED);
  await playground.advanceTo(14_000);
  await playground.press('Whole run');
  await playground.press('Timeline as text');
  const twin = page.getByRole('dialog', { name: 'Timeline as text', exact: true });

  const overlaps = twin.getByRole('list', { name: 'Two leaders at once', exact: true });
  await expect(overlaps.getByRole('listitem')).toHaveText(
    /n1 \(ballot 2\) and n2 \(ballot 3\) may both act as the leader .*: ballot 3 refused \d+ stale writes?$/,
  );
  const rounds = twin.getByRole('list', { name: 'Export rounds', exact: true });
  await expect(rounds.getByRole('listitem').filter({ hasText: 'completed it' })).not.toHaveCount(0);
  await expect(rounds.getByRole('listitem').filter({ hasText: 'double: ' })).toHaveText(
    /n3 and n2 were at work at once on rounds \d+ and \d+/,
  );
  await expect(twin.getByRole('definition').filter({ hasText: 'holds the lease with ballot' })).toHaveText(
    /^up; n2 holds/,
  );
  await expect(twin.getByRole('definition').filter({ hasText: 'thinks n2 leads' })).toHaveCount(4);

  // Each line leads to its instant.
  await overlaps.getByRole('button').click();
  const { timeMs, nodes } = await playground.view();
  expect(nodes.filter(({ authority }) => authority)).toHaveLength(2);
  expect(timeMs).toBeGreaterThan(5000);
  await expect(twin.getByRole('definition').filter({ hasText: 'thinks n1 leads' })).not.toHaveCount(0);
});

test('with fencing off it says that a stale write got through', async ({ playground, page }) => {
  await playground.load({ ...SKEWED, safeguards: { fencing: false } });
  await playground.advanceTo(8000);
  await playground.press('Whole run');
  await playground.press('Timeline as text');
  await expect(page.getByRole('list', { name: 'Two leaders at once', exact: true })).toContainText(
    'fencing off: stale write got through',
  );
});
