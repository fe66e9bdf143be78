import { describe, expect, test } from 'vitest';
import { NOTHING_EXPLORED, type ExploreState } from '../../app/search/exploring';
import type { Counterexample } from '../../check/explore/counterexample';
import type { Progress } from '../../check/explore/explorer';
import { DEFAULT_BUDGETS } from '../../check/explore/spec';
import { barsOf, labelledEvery } from './bars';
import { jobWords, linesOf, refusalText, shortAmount, standing } from './words';

const VIOLATION: Counterexample = {
  invariant: 'oneAuthority',
  witnesses: ['n1'],
  text: 'Two lead.',
  moves: [
    { atMs: 1, text: 'n1 has its turn' },
    { atMs: 2, text: 'n2 has its turn' },
  ],
  run: { version: 1, protocol: 'kevy', nodes: ['n1', 'n2'], seed: 1 },
  startMs: 1,
  endMs: 3,
  replays: true,
};
const PROGRESS: Progress = {
  states: 12_345,
  transitions: 23_456,
  byDepth: [1, 4, 12_340],
  depth: 2,
  frontier: 7,
  done: false,
  complete: false,
  violation: null,
};
const job = { spec: { protocol: 'kevy', nodes: 3 }, budgets: DEFAULT_BUDGETS };
const state = (mode: ExploreState['mode'], progress: Partial<Progress> | null = {}): ExploreState => ({
  ...NOTHING_EXPLORED,
  mode,
  job,
  elapsedMs: 2000,
  progress: progress === null ? null : { ...PROGRESS, ...progress },
});

describe('how it stands', () => {
  test.each<[string, ExploreState, string]>([
    ['idle', state('idle', null), ''],
    ['exploring', state('exploring'), 'Exploring …'],
    [
      'complete',
      state('ended', { done: true, complete: true }),
      'Complete within these bounds: no violation in 12,345 states.',
    ],
    [
      'too many',
      state('ended', { done: true }),
      'Stopped at 12,345 states, of 1,000,000 at most: not complete.',
    ],
    ['stopped', state('stopped'), 'Stopped at 12,345 states: not complete.'],
    ['stopped before it began', state('stopped', null), 'Stopped at 0 states: not complete.'],
    [
      'violated',
      state('ended', { done: true, violation: VIOLATION }),
      'A violation after 2 moves; there is none after fewer.',
    ],
    [
      'failed',
      { ...state('failed'), failure: 'its worker died: out of memory' },
      'It failed and is not complete: its worker died: out of memory',
    ],
  ])('%s', (_, given, sentence) => {
    expect(standing(given)).toBe(sentence);
  });

  test('only what is complete is called so', () => {
    for (const mode of ['exploring', 'stopped', 'failed'] as const) {
      expect(standing(state(mode))).not.toMatch(/^Complete/);
    }
  });
});

test('in numbers, with those per second of all the time', () => {
  expect(linesOf(state('exploring')).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'States: 12,345',
    'Transitions: 23,456',
    'Depth: 2 moves',
    'To be followed: 7',
    'States per second: 6,173',
    'Time: 2.0 s',
  ]);
  const labels = (given: ExploreState) => linesOf(given).map(({ label }) => label);
  expect(labels(state('stopped'))).toContain('Not followed');
  expect(labels(state('ended', { done: true, complete: true }))).not.toContain('Not followed');
  expect(linesOf(state('idle', null))).toEqual([]);
});

test('names of things', () => {
  expect(refusalText('start: on the way there it ends.')).toBe('On the way there it ends.');
  expect(jobWords(job)).toBe('3 nodes, just started, 8 moves, 1 restart');
  expect(
    jobWords({
      spec: { ...job.spec, start: 'unheard' },
      budgets: { moves: 1, restarts: 0, late: 1, copies: 2, states: 9 },
    }),
  ).toBe('3 nodes, one misses the leader, 1 move, 1 late, 2 twice');
});

test.each([
  [0, '0'],
  [999, '999'],
  [4557, '4.56k'],
  [70_438, '70.4k'],
  [999_499, '999k'],
  [999_500, '1M'],
  [1_234_567, '1.23M'],
])('%d in little room is %s', (value, text) => {
  expect(shortAmount(value)).toBe(text);
});

describe('bars', () => {
  const bars = barsOf([1, 6, 33, 184, 0], 300, 80);

  test('rise with the numbers, and the highest is as high as can be', () => {
    const heights = bars.map(({ height }) => height);
    expect(heights.slice(0, 4)).toEqual([...heights.slice(0, 4)].sort((a, b) => a - b));
    expect(heights[0]).toBeGreaterThan(0);
    expect(heights[3]).toBe(80);
    expect(heights[4]).toBe(0);
  });

  test('lie beside each other', () => {
    bars.forEach(({ x, width }, at) => {
      expect(width).toBeGreaterThan(0);
      expect(x + width).toBeLessThanOrEqual(bars[at + 1]?.x ?? 300);
    });
  });

  test('share their labels out where there is little room', () => {
    expect(labelledEvery(bars, 44)).toBe(1);
    expect(labelledEvery(barsOf(Array<number>(40).fill(5), 300, 80), 44)).toBeGreaterThan(5);
    expect(labelledEvery(barsOf([1], 300, 80), 44)).toBe(1);
  });
});
