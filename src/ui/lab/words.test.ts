import { describe, expect, test } from 'vitest';
import type { Trial } from '../../check/lab/failover';
import { quietSummaryOf, summaryOf } from '../../check/lab/statistics';
import type { LabSetup } from '../../check/lab/setup';
import {
  failoversText,
  falseFailoversText,
  rateText,
  sectionsOf,
  shortTime,
  timeText,
  unitFor,
} from './words';

const SETUP: LabSetup = {
  protocol: 'quorum',
  nodes: ['n1', 'n2', 'n3'],
  config: {
    hbIntervalMs: 50,
    downAfterMs: 500,
    electionTimeoutMs: 300,
    electionBackoffMs: 100,
    electionBackoffJitterMs: 200,
  },
  network: { latencyMs: [1, 3], lossRatio: 0, duplicateRatio: 0 },
  safeguards: {},
};

function trial(failoverUs: number, over: Partial<Trial> = {}): Trial {
  return {
    seed: 1,
    outcome: 'settled',
    leader: 'n1',
    failedAtUs: 1,
    successor: 'n2',
    failoverUs,
    observedUs: 1_000_000,
    withoutUs: failoverUs,
    twoClaimsUs: 0,
    messages: 123,
    reigns: 0,
    steadyUs: 0,
    ...over,
  };
}

const quiet = (failovers: number, observedUs = 60_000_000) =>
  quietSummaryOf([
    { seed: 1, led: observedUs > 0, observedUs, failovers, withoutUs: 0, twoClaimsUs: 0, messages: 6000 },
  ]);

test('times have one unit, which the longest of them decides', () => {
  expect(timeText(507_319, unitFor(9_999_999))).toBe('507.3 ms');
  expect(timeText(507_319, unitFor(10_000_000))).toBe('0.507 s');
  expect(shortTime(450_000, unitFor(1))).toBe('450 ms');
  expect(shortTime(12_500_000, unitFor(20_000_000))).toBe('12.5 s');
  expect([0, 0.0123, 1.234, 12.34, 123.4].map(rateText)).toEqual(['0', '0.0123', '1.23', '12.3', '123']);
});

describe('the table', () => {
  const lineOf = (trials: Trial[], label: string, withQuiet: ReturnType<typeof quiet> | null = null) => {
    const found = { setup: SETUP, trials, summary: summaryOf(trials), quiet: withQuiet };
    return sectionsOf([found], unitFor(1))
      .flatMap(({ lines }) => lines)
      .find((line) => line.label.startsWith(label))?.values[0];
  };

  test('says how many kept to a bound, and how many did not', () => {
    const trials = [trial(454_000), trial(453_999), trial(621_000), trial(621_001)];
    expect(lineOf(trials, 'At least')).toBe('454.0 ms (1 shorter)');
    expect(lineOf(trials, 'At most, if the first')).toBe('621.0 ms (1 longer)');
    expect(lineOf(trials, 'At most, if the second')).toBe('971.0 ms');
    const unsettled = trial(9_000_000, { outcome: 'unsettled' });
    expect(lineOf([unsettled], 'At most, if the first')).toBe('621.0 ms');
    expect(lineOf([unsettled], 'Median')).toBe('–');
  });

  test('goes into two claims only where there were any', () => {
    const titles = (trials: Trial[]) =>
      sectionsOf([{ setup: SETUP, trials, summary: summaryOf(trials), quiet: null }], unitFor(1)).find(
        ({ title }) => title.startsWith('With two'),
      )!.lines;
    expect(titles([trial(1)])).toEqual([{ label: 'Happened in', values: ['0 of 1'] }]);
    expect(titles([trial(1, { twoClaimsUs: 5000 }), trial(1)]).map(({ label }) => label)).toHaveLength(5);
  });

  test('speaks of quiet minutes only where there were any', () => {
    expect(lineOf([trial(1)], 'False failovers')).toBeUndefined();
    expect(lineOf([trial(1)], 'While all is well')).toBeUndefined();
    expect(lineOf([trial(1)], 'False failovers', quiet(2))).toBe('120 an hour');
    expect(lineOf([trial(1)], 'While all is well', quiet(2))).toBe('100 a second');
  });
});

test('what did not settle, and what nobody saw, is said', () => {
  const trials = [
    trial(1),
    trial(1, { outcome: 'unsettled' }),
    trial(0, { outcome: 'unsteady', observedUs: 0 }),
  ];
  expect(failoversText(summaryOf(trials.slice(0, 1)))).toBe('1');
  expect(failoversText(summaryOf(trials))).toBe('1; 1 without an end, 1 without a steady leader');
  // Three divided by the time: below that with 95 % confidence.
  expect(falseFailoversText(quiet(0))).toBe('none in 1 min (below 180 an hour)');
  expect(falseFailoversText(quiet(0, 0))).toBe('nobody ever led');
});
