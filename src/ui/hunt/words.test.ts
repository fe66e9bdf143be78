import { describe, expect, test } from 'vitest';
import { NO_HUNT, type HuntState } from '../../app/search/hunting';
import { shownPrey } from '../../app/search/hunt-prey';
import { openingRun } from '../../app/run/opening-run';
import type { Violation } from '../../check/invariant';
import { resolveRun, type Fault, type Run } from '../../sim/run';
import { runOf } from '../../sim/test-kit';
import { countersOf, listed, outcomeWords, preyWords, shrunkWords, unpromised } from './words';

function preyOf(overrides: Partial<Run>) {
  const run = resolveRun({ ...openingRun(), ...overrides });
  return shownPrey(run, run, null);
}
const prey = preyOf({});

describe('the prey in words', () => {
  test.each<[Partial<Run>, string]>([
    [{}, 'Quorum with 2 to 5 nodes, Classroom timing, all safeguards on'],
    [{ nodes: ['n1'] }, 'Quorum with 1 node, Classroom timing, all safeguards on'],
    [
      {
        nodes: ['n1', 'n2', 'n3'],
        clients: 1,
        exports: true,
        config: { hbIntervalMs: 77 },
        safeguards: { bootGrace: false, fencing: false },
      },
      'Quorum with 2 to 3 nodes, 1 client and exports, its own timing, without Grace after a start and Fencing',
    ],
    [{ protocol: 'kevy' }, 'kevy, as published with 2 to 5 nodes, Classroom timing'],
  ])('%j', (overrides, words) => {
    expect(preyWords(preyOf(overrides))).toBe(words);
  });

  test('what such a protocol does not promise is told', () => {
    expect(unpromised(prey)).toBeNull();
    expect(unpromised(preyOf({ protocol: 'ballot-lease', config: {} }))).toBe(
      'Not hunted: “One authority at any instant”, which such a protocol does not promise.',
    );
  });
});

const kill: Fault = { atMs: 1, kind: 'kill', node: 'n1' };
const run = (faults: number): Run => runOf(3, { faults: Array.from({ length: faults }, () => kill) });
const violation: Violation = {
  invariant: 'oneAuthority',
  atUs: 5,
  witnesses: [],
  text: '',
  moment: null,
  snapshot: null as never,
};
const found = { seed: 1, run: run(21), violation };
const searching: HuntState = {
  ...NO_HUNT,
  ...{ mode: 'searching', prey, workers: 3, schedules: 12_300, most: 20_000, steps: 4_500_000 },
  ...{ virtualMs: 5_400_000, elapsedMs: 200_000, situations: 1234, nearestUs: 1300 },
};

describe('the counters', () => {
  test('are in units that people read', () => {
    const values = Object.fromEntries(countersOf(searching).map(({ label, value }) => [label, value]));
    expect(values).toEqual({
      Schedules: '12,300 of 20,000',
      'Per second': '62',
      Events: '4,500,000',
      'Virtual hours': '1.5',
      Situations: '1,234',
      'Closest authorities': '1.3 ms apart',
      Elapsed: '3 min 20 s',
      Workers: '3',
    });
  });

  test('say nothing that is not so', () => {
    const values = Object.fromEntries(countersOf(NO_HUNT).map(({ label, value }) => [label, value]));
    expect(values).toMatchObject({ 'Per second': '–', 'Closest authorities': '–', Elapsed: '0.0 s' });
    expect(values).not.toHaveProperty('Workers');
    const closest = (nearestUs: number) =>
      countersOf({ ...searching, nearestUs }).find(({ label }) => label === 'Closest authorities')?.value;
    expect([0, 42_000, 1_116_000].map(closest)).toEqual(['0.0 ms apart', '42 ms apart', '1.1 s apart']);
  });
});

describe('the outcome', () => {
  test.each<[Partial<HuntState>, string]>([
    [{}, ''],
    [
      { mode: 'clean' },
      'No violation, and nothing that stays broken, in 12,300 schedules, 1.5 virtual hours.',
    ],
    [
      { mode: 'idle' },
      'Stopped. No violation, and nothing that stays broken, in 12,300 schedules, 1.5 virtual hours.',
    ],
    [{ mode: 'idle', schedules: 0, failed: 2 }, 'Nothing could be tried: no worker did its work.'],
    [{ mode: 'found', found, elapsedMs: 12_000 }, 'Found after 12,300 schedules, in 12 s.'],
    [{ mode: 'idle', prey: null }, ''],
  ])('%j', (change, words) => {
    expect(outcomeWords({ ...searching, ...change })).toBe(words);
  });

  test.each<[Partial<HuntState>, string]>([
    [{}, ''],
    [{ mode: 'shrinking', found }, 'Shrinking 21 faults…'],
    [{ mode: 'found', found }, '21 faults, not shrunk.'],
    [
      { mode: 'shrinking', found, shrunk: { run: run(4), violation, tries: 1, done: false } },
      'Shrinking: from 21 faults to 4, with 3 nodes so far, in 1 try…',
    ],
    [
      { mode: 'found', found, shrunk: { run: run(2), violation, tries: 1087, done: true } },
      'Shrunk from 21 faults to 2, with 3 nodes, in 1,087 tries.',
    ],
  ])('shrinking %#', (change, words) => {
    expect(shrunkWords({ ...searching, ...change })).toBe(words);
  });
});

test('lists read as people write them', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});
