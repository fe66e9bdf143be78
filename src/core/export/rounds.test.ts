import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkExportConfig, exportConfig, EXPORT_CONFIG_FIELDS } from './config';
import { nextRound, roundsOf, untilNextUs } from './rounds';

const DEFAULT = roundsOf(exportConfig({}));
const S = 1_000_000;

describe('the settings', () => {
  test('are complete by themselves, the lease being most of a round in whole seconds', () => {
    expect(exportConfig({})).toEqual({
      exportEveryMs: 10_000,
      exportLeaseMs: 8000,
      exportWorkMs: 2000,
      storeTimeoutMs: 500,
    });
    const leaseOf = (exportEveryMs: number) => exportConfig({ exportEveryMs }).exportLeaseMs;
    expect([2000, 3000, 4999, 60_000].map(leaseOf)).toEqual([1000, 2000, 3000, 48_000]);
  });

  test('have defaults within their bounds that agree', () => {
    for (const { name, min, max } of EXPORT_CONFIG_FIELDS) {
      const value = exportConfig({})[name as 'exportEveryMs'];
      expect(value >= min && value <= max).toBe(true);
    }
    expect(checkExportConfig({})).toBeNull();
  });

  test.each<[Record<string, number>, RegExp]>([
    [{ exportLeaseMs: 10_000 }, /^exportLeaseMs \(10000\) must be below exportEveryMs \(10000\)/],
    [{ exportWorkMs: 8000 }, /^exportWorkMs \(8000\) must be below exportLeaseMs \(8000\)/],
    [{ exportLeaseMs: 2999, exportWorkMs: 2500 }, /\(2999, of which whole seconds count\)/],
    [{ exportEveryMs: 2000 }, /^exportWorkMs \(2000\) must be below exportLeaseMs \(1000\)/],
  ])('%j contradict each other', (config, words) => {
    expect(checkExportConfig(config)).toMatch(words);
  });
});

describe('the next round', () => {
  const START = 100 * S; // of round 10

  test.each([
    ['at the very beginning', 0, START, 10],
    ['a little late', 0, START + 2 * S, 10],
    ['too late for this one', 0, START + 2 * S + 1, 11],
    ['after this one was tried', 10, START, 11],
    ['when the clock was set back just after a try', 10, START - 1, 11],
    ['when the clock was set back by rounds', 10, START - 35 * S, 7],
    ['before the epoch', 0, -1, 1],
    ['long before the epoch', 0, -11 * S, -1],
  ])('%s', (_, tried, wallUs, round) => {
    expect(nextRound(DEFAULT, tried, wallUs)).toBe(round);
  });

  test('is never now', () => {
    expect(untilNextUs(DEFAULT, START)).toBe(10 * S);
    expect(untilNextUs(DEFAULT, START - 1)).toBe(1);
    expect(untilNextUs(DEFAULT, -1)).toBe(1);
  });
});

/** As `ExportLease` has it: the end of a lease in whole seconds, and whether a later try finds it over. */
const endOf = (triedUs: number, leaseSecs: number) => Math.floor(triedUs / S) + leaseSecs;
const isOver = (endUnix: number, triedUs: number) => endUnix <= Math.floor(triedUs / S);

test('of two tries that are not too late one finds the lease of the other, and both find the one before over', () => {
  const config = fc
    .record({ exportEveryMs: fc.integer({ min: 2000, max: 60_000 }), part: fc.integer({ min: 0, max: 999 }) })
    .map(({ exportEveryMs, part }) => ({
      ...exportConfig({ exportEveryMs }),
      exportLeaseMs: 1000 + Math.floor(((exportEveryMs - 1000) * part) / 1000),
    }))
    // Where a round is hardly longer than its lease, a wake-up that is not on the dot finds it held: see below.
    .filter(({ exportLeaseMs, exportEveryMs }) => {
      const leaseSecs = Math.floor(exportLeaseMs / 1000);
      return leaseSecs > 1 && exportEveryMs - leaseSecs * 1000 >= 100;
    });
  fc.assert(
    fc.property(
      config,
      fc.nat(1_000_000),
      fc.nat(1000),
      fc.nat(1000),
      fc.nat(1000),
      (values, round, a, b, c) => {
        expect(checkExportConfig({ ...values, exportWorkMs: 1 })).toBeNull();
        const { everyUs, leaseSecs, latestUs, jitterUs } = roundsOf(values);
        const at = (of: number, part: number) => of * everyUs + Math.floor((latestUs * part) / 1000);
        expect(jitterUs <= latestUs / 2).toBe(true);
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        expect(isOver(endOf(at(round, first), leaseSecs), at(round, second))).toBe(false);
        expect(isOver(endOf(at(round, a), leaseSecs), at(round + 1, c))).toBe(true);
      },
    ),
  );
});
