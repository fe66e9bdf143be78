import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QuietTrial, Trial } from './failover';
import { nearestRank, percentilesOf, quietSummaryOf, summaryOf } from './statistics';

describe('percentiles by nearest rank', () => {
  test('of the textbook example', () => {
    const values = [15, 20, 35, 40, 50];
    expect([50, 300, 400, 500, 1000].map((perMille) => nearestRank(values, perMille))).toEqual([
      15, 20, 20, 35, 50,
    ]);
  });

  test('of one value, of two, of a hundred, of a thousand', () => {
    expect(percentilesOf([])).toBeNull();
    expect(percentilesOf([7])).toEqual({ count: 1, least: 7, median: 7, p95: 7, p99: 7, most: 7 });
    expect(percentilesOf([9, 1])).toMatchObject({ least: 1, median: 1, p95: 9, most: 9 });
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect(percentilesOf(hundred)).toEqual({ count: 100, least: 1, median: 50, p95: 95, p99: 99, most: 100 });
    const thousand = Array.from({ length: 1000 }, (_, at) => at + 1);
    expect(percentilesOf(thousand)).toMatchObject({ median: 500, p95: 950, p99: 990 });
  });

  test('each is a value that enough do not exceed, and no smaller one is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1 }),
        fc.integer({ min: 1, max: 1000 }),
        (values, perMille) => {
          const ascending = [...values].sort((a, b) => a - b);
          const found = nearestRank(ascending, perMille);
          const needed = (limit: number) =>
            values.filter((value) => value <= limit).length * 1000 >= perMille * values.length;
          expect(needed(found)).toBe(true);
          expect(values.filter((value) => value < found).every((value) => !needed(value))).toBe(true);
        },
      ),
    );
  });
});

test('a summary keeps apart who settled, who did not, and who never began', () => {
  const trial = (over: Partial<Trial>): Trial => ({
    seed: 1,
    outcome: 'settled',
    leader: 'n1',
    failedAtUs: 9,
    successor: 'n2',
    failoverUs: 100,
    observedUs: 2_000_000,
    withoutUs: 100,
    twoClaimsUs: 0,
    messages: 30,
    reigns: 0,
    steadyUs: 0,
    ...over,
  });
  const summary = summaryOf([
    trial({}),
    trial({ failoverUs: 300, withoutUs: 250, twoClaimsUs: 50 }),
    trial({ outcome: 'unsettled', failoverUs: 9000, withoutUs: 9000, successor: null, messages: 0 }),
    trial({ outcome: 'unsteady', leader: null, failoverUs: 0, observedUs: 0, withoutUs: 0, messages: 0 }),
  ]);
  expect(summary).toMatchObject({
    trials: 4,
    unsettled: 1,
    unsteady: 1,
    withTwoClaims: 1,
    messagesPerSecond: 10,
  });
  expect(summary.failoverUs).toMatchObject({ count: 2, least: 100, most: 300 });
  expect(summary.withoutUs).toMatchObject({ count: 3, median: 250, most: 9000 });
  expect(summary.twoClaimsUs).toMatchObject({ median: 0, most: 50 });
  expect(summaryOf([])).toMatchObject({ trials: 0, failoverUs: null, messagesPerSecond: null });
});

test('quiet minutes add up to rates by the hour and by the second', () => {
  const quiet = (over: Partial<QuietTrial>): QuietTrial => ({
    seed: 1,
    led: true,
    observedUs: 60_000_000,
    failovers: 0,
    withoutUs: 0,
    twoClaimsUs: 0,
    messages: 600,
    ...over,
  });
  expect(
    quietSummaryOf([
      quiet({}),
      quiet({ failovers: 3, withoutUs: 1500, twoClaimsUs: 20 }),
      quiet({ led: false, observedUs: 0, messages: 0 }),
    ]),
  ).toEqual({
    trials: 3,
    leaderless: 1,
    observedUs: 120_000_000,
    failovers: 3,
    failoversPerHour: 90,
    messagesPerSecond: 10,
    withoutUsPerHour: 45_000,
    twoClaimsUsPerHour: 600,
  });
  expect(quietSummaryOf([]).failoversPerHour).toBeNull();
});
