/** The same run is the same everywhere: in workers of a browser, inline in Node, from a link, and when played again. */
import { randomSchedule, type ScheduleOptions } from '../../src/check/schedule';
import { simulate, type Run } from '../../src/sim';
import { ELECTED_BY_MS } from './support/pace';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

/** All faults of a schedule fall into it, and most of the recovery. */
const UNTIL_MS = 3000;
const SEEDS = Array.from({ length: 10 }, (_, at) => at + 1);

const BESIDE = { clients: 2, exports: true, skewMs: 150 };
const KINDS: readonly (readonly [what: string, options: ScheduleOptions])[] = [
  ['quorum', { protocol: 'quorum' }],
  ['kevy', { protocol: 'kevy' }],
  ['quorum with a store, clients and exports', { protocol: 'quorum', ...BESIDE }],
  ['kevy with a store, clients and exports', { protocol: 'kevy', ...BESIDE }],
  ['ballot-lease with clients and exports', { protocol: 'ballot-lease', ...BESIDE }],
];

for (const [what, options] of KINDS) {
  test(`${what}: under random faults the page and Node agree to the last bit`, async ({ playground }) => {
    for (const seed of SEEDS) {
      const { run } = randomSchedule(seed, options);
      const inNode = simulate(run, UNTIL_MS);
      const inPage = await resultOf(playground, run, UNTIL_MS);
      expect.soft(inPage, `seed ${seed}`).toEqual({ view: inNode.view, digest: inNode.digest });
    }
  });
}

test('twice the same run has the same digest, another seed another one', async ({ playground }) => {
  const { run } = randomSchedule(5, { protocol: 'quorum', nodes: [5, 5] });
  const first = await resultOf(playground, run, UNTIL_MS);
  expect(await resultOf(playground, run, UNTIL_MS)).toEqual(first);
  const other = await resultOf(playground, { ...run, seed: run.seed + 1 }, UNTIL_MS);
  expect(other.digest).not.toBe(first.digest);
});

test('it does not matter in which portions time passes', async ({ playground }) => {
  const { run } = randomSchedule(7, { protocol: 'quorum', nodes: [5, 5] });
  const atOnce = await resultOf(playground, run, UNTIL_MS);
  await playground.load(run);
  await playground.play(1);
  await playground.expectTimeGoesOn();
  await playground.pause();
  await playground.press('Step');
  const inPortions = await playground.advanceTo(UNTIL_MS);
  expect({ view: inPortions, digest: await playground.digest() }).toEqual(atOnce);
});

test('a link opens the run with all that was done to it by hand', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.selectNode('n1');
  await playground.press('Kill n1');
  await playground.advance(1234);
  await playground.press('Restart n1');
  const view = await playground.advance(ELECTED_BY_MS);
  const digest = await playground.digest();
  const run = await playground.run();
  expect(run.faults).toMatchObject([{ kind: 'kill' }, { kind: 'restart' }]);

  await playground.open(await playground.address());
  expect(await playground.advanceTo(view.timeMs)).toEqual(view);
  expect(await playground.digest()).toBe(digest);
  expect(await playground.run()).toEqual(run);
  // And Node, given the run, arrives at the same place.
  expect(simulate(run, view.timeMs)).toMatchObject({ view, digest });
});

test('it does not matter where a store and clients are gone back to', async ({ playground }) => {
  const { run } = randomSchedule(11, { protocol: 'ballot-lease', nodes: [3, 3], ...BESIDE });
  const atOnce = await resultOf(playground, run, UNTIL_MS);
  for (const backMs of [700, 1500.5]) {
    await playground.seek(backMs);
    expect(await playground.view()).toEqual(simulate(run, backMs).view);
  }
  await playground.seek(UNTIL_MS);
  expect(await playground.view()).toEqual(atOnce.view);
});

async function resultOf(playground: Playground, run: Run, untilMs: number) {
  await playground.load(run);
  const view = await playground.advance(untilMs);
  return { view, digest: await playground.digest() };
}
