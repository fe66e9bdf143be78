/**
 * Protocol `quorum` under random schedules of kills, power cuts, freezes, one-way cuts, partitions, loss,
 * duplication and slow links, on 1 to 7 nodes: one winner per epoch, one authority at any instant, and exactly one
 * authority again within SETTLE_WITHIN_MS after the last fault.
 */
import { expect, test } from 'vitest';
import { randomSchedule, SETTLE_WITHIN_MS } from '../../src/check/schedule';
import { complaints, search, SEEDS, SEEDS_TO_FIND_IN, summary } from './search';

const OPTIONS = { protocol: 'quorum' };

test(`${SEEDS} schedules: no violation, and settled within ${SETTLE_WITHIN_MS} ms`, () => {
  const tried = search(OPTIONS);
  console.info(`quorum: ${summary(tried)}`);
  expect(complaints(tried, OPTIONS)).toEqual([]);
});

test('the schedules are as hostile as they should be', () => {
  const runs = Array.from({ length: SEEDS_TO_FIND_IN }, (_, at) => randomSchedule(at + 1, OPTIONS).run);
  const sizes = new Set(runs.map(({ nodes }) => nodes.length));
  expect([...sizes].sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const kinds = new Set(runs.flatMap(({ faults }) => faults!.map(({ kind }) => kind)));
  for (const kind of [
    'kill',
    'restart',
    'freeze',
    'thaw',
    'cut',
    'partition',
    'link',
    'replOffset',
  ] as const) {
    expect(kinds).toContain(kind);
  }
  expect(runs.some(({ network }) => network!.lossRatio! > 0)).toBe(true);
  expect(runs.some(({ network }) => network!.duplicateRatio! > 0)).toBe(true);
});
