/** Numbers that single nodes have of their own: set on the page, in links, and the same in page and Node. */
import { randomSchedule } from '../../src/check/schedule';
import { ALL_PROTOCOLS } from '../../src/core/everything';
import type { Config } from '../../src/core/protocol';
import { resolveRun, simulate, type Run } from '../../src/sim';
import { RandomStream, streamState } from '../../src/sim/random';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const UNTIL_MS = 4000;

/** A few of the numbers of all, each up to a third more or less, as far as the protocol takes them together. */
function ownNumbers(run: Run, seed: number): Config {
  const luck = new RandomStream(streamState(seed, 'faults'));
  const { config, safeguards, protocol } = resolveRun(run);
  const { config: fields, checkConfig } = ALL_PROTOCOLS.find(({ id }) => id === protocol)!;
  let own: Config = {};
  for (const { name, min, max, toggle } of fields) {
    if (!luck.chance(0.5)) continue;
    const most = Math.ceil(config[name]! / 3);
    const value = toggle ? luck.below(2) : config[name]! - most + luck.below(2 * most + 1);
    const next = { ...own, [name]: Math.min(Math.max(value, min), max) };
    if (checkConfig({ ...config, ...next }, safeguards) === null) own = next;
  }
  return own;
}

for (const { id } of ALL_PROTOCOLS) {
  test(`${id}: four runs whose nodes differ, one of them changed on the way, agree with Node`, async ({
    playground,
  }) => {
    for (const seed of [1, 2, 3, 4]) {
      const { run: plain } = randomSchedule(seed, { protocol: id, nodes: [3, 5] });
      const change = ownNumbers(plain, seed + 100);
      const run: Run = {
        ...plain,
        nodeConfig: { n2: ownNumbers(plain, seed) },
        faults: [...(plain.faults ?? []), { atMs: 1500, kind: 'configure', node: 'n1', config: change }],
      };
      const { view, digest } = simulate(run, UNTIL_MS);
      expect.soft(digest, 'it makes a difference').not.toBe(simulate(plain, UNTIL_MS).digest);
      await playground.load(run);
      const seen = await playground.advanceTo(UNTIL_MS);
      expect
        .soft({ view: seen, digest: await playground.digest() }, `seed ${seed}`)
        .toEqual({ view, digest });
    }
  });
}

const LEASE: Run = { version: 1, protocol: 'kubernetes-lease', nodes: ['n1', 'n2', 'n3'], seed: 1 };

test('in Setup one node gets a longer lease, the link says so, and it is taken away again', async ({
  playground,
  context,
}) => {
  const { page } = playground;
  await playground.load(LEASE);
  await playground.openSettings();
  const { settings } = playground;
  await settings.getByText('Numbers of single nodes').click();
  await settings.getByLabel('Node', { exact: true }).selectOption('n2');
  await settings.getByLabel('Number', { exact: true }).selectOption('Lease duration');
  await settings.getByLabel('On n2').fill('0');
  await settings.getByRole('button', { name: 'Set on n2' }).click();
  await expect(settings.getByText(/Lease duration: give a number from/)).toBeVisible();
  await settings.getByLabel('On n2').fill('9000');
  await settings.getByRole('button', { name: 'Set on n2' }).click();
  await expect(settings.getByText(/leaseDuration/)).toBeVisible();
  expect((await playground.run()).nodeConfig).toBeUndefined();
  await settings.getByLabel('On n2').fill('30000');
  await settings.getByRole('button', { name: 'Set on n2' }).click();
  await expect(settings.getByText('all others 15000 ms')).toBeVisible();
  expect((await playground.run()).nodeConfig).toEqual({ n2: { leaseDurationMs: 30_000 } });

  const other = new Playground(await context.newPage());
  await other.open(await playground.address());
  expect((await other.run()).nodeConfig).toEqual({ n2: { leaseDurationMs: 30_000 } });
  await other.page.close();

  await settings.getByRole('button', { name: 'n2 as all others: Lease duration' }).click();
  await expect(settings.getByText('all others 15000 ms')).toBeHidden();
  expect((await playground.run()).nodeConfig).toBeUndefined();
  await page.keyboard.press('Escape');
});

test('in the panel of a node, in the past, it is a change that names the node, and begins a branch', async ({
  playground,
}) => {
  await playground.load(LEASE);
  await playground.advanceTo(6000);
  await playground.seek(5000);
  await playground.selectNode('n3');
  const { inspector } = playground;
  await inspector.getByText('More', { exact: true }).click();
  await inspector.getByLabel('Number', { exact: true }).selectOption('Renew deadline');
  await inspector.getByLabel('On n3').fill('8000');
  await inspector.getByLabel('On n3').press('Enter');
  await expect(inspector.getByText('all others 10000 ms')).toBeVisible();
  expect((await playground.run()).faults).toEqual([
    { atMs: 5000, kind: 'configure', node: 'n3', config: { renewDeadlineMs: 8000 } },
  ]);
  await inspector.getByRole('button', { name: 'n3 as all others: Renew deadline' }).click();
  await expect(inspector.getByText('all others 10000 ms')).toBeHidden();
  const run = await playground.run();
  expect(run.faults).toHaveLength(2);
  const { timeMs } = await playground.view();
  expect(await playground.digest()).toBe(simulate(run, timeMs).digest);
});
