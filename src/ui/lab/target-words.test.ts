import { describe, expect, test } from 'vitest';
import { candidatesFor, type Candidate } from '../../check/lab/target';
import { labSetup } from '../../check/lab/test-kit';
import { quietSummaryOf } from '../../check/lab/statistics';
import { lacksText, outcomeText, shownOf, variedIn, type TargetFound } from './target-words';

const TARGET = { perMille: 990, withinMs: 1000, falsePerHour: 1 };
const SETUPS = candidatesFor(labSetup(), TARGET);

const calm = (failovers = 0) =>
  quietSummaryOf([
    {
      seed: 1,
      led: true,
      observedUs: 3_600_000_000,
      failovers,
      withoutUs: 0,
      twoClaimsUs: 0,
      messages: 360_000,
    },
  ]);

const candidate = (at: number, over: Partial<Candidate> = {}): Candidate => ({
  setup: SETUPS[at]!,
  look: 'close',
  trials: [],
  quiet: calm(),
  withinUs: 900_000,
  inTimeRatio: 1,
  meets: true,
  ...over,
});

const found = (candidates: readonly Candidate[]): TargetFound => ({
  setup: labSetup(),
  target: TARGET,
  failure: 'kill',
  candidates,
  round: 2,
});

test('the numbers that were varied are told, those that follow from them are not', () => {
  expect(variedIn(SETUPS.map((_, at) => candidate(at))).map(({ id }) => id)).toEqual([
    'hbIntervalMs',
    'downAfterMs',
    'electionTimeoutMs',
    'electionBackoffMs',
    'electionBackoffJitterMs',
  ]);
});

test('what is lacking is told', () => {
  expect(lacksText(candidate(0), TARGET)).toBe('');
  const slow = candidate(0, { meets: false, withinUs: 1_200_000, inTimeRatio: 0.965 });
  expect(lacksText(slow, TARGET)).toBe('only 96.5 % in time');
  const restless = candidate(0, { meets: false, quiet: calm(4) });
  expect(lacksText(restless, TARGET)).toBe('too many false failovers');
});

describe('the outcome', () => {
  test('tells how many keep the target', () => {
    expect(outcomeText(found([candidate(0), candidate(1, { meets: false, withinUs: null })]), true)).toBe(
      'Of 2 choices of numbers, 1 found to keep the target, the fewest messages first.',
    );
  });

  test('tells that none does, and what stands in the way at the nearest', () => {
    const none = [candidate(0, { meets: false, look: 'dropped', inTimeRatio: 0, withinUs: null })];
    expect(outcomeText(found(none), true)).toMatch(/^Of 1 choice of numbers none keeps the target\./);
  });

  test('tells that nothing fits', () => {
    expect(outcomeText(found([]), true)).toBe('No numbers of 3 nodes fit into 1000 ms: allow more time.');
  });
});

test('what was looked at closely is shown; else the nearest three', () => {
  const trials = [{} as never];
  const glanced = SETUPS.slice(0, 6).map((_, at) =>
    candidate(at, { look: 'dropped', meets: false, inTimeRatio: at / 10, trials }),
  );
  expect(shownOf(glanced).map(({ inTimeRatio }) => inTimeRatio)).toEqual([0.5, 0.4, 0.3]);
  expect(shownOf([...glanced, candidate(7)])).toHaveLength(1);
});
