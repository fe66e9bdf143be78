import { describe, expect, test } from 'vitest';
import type { ExportObservation } from '../../../core/service';
import { ExportHistory, type Double, type RoundTry } from './export-history';

type Step = readonly [
  atUs: number,
  node: number,
  ExportObservation['phase'],
  round: number,
  outcome?: string,
];

function told(steps: readonly Step[]): ExportHistory {
  const history = new ExportHistory();
  for (const [atUs, node, phase, round, outcome = 'none'] of steps) {
    history.take(atUs, node, { phase, round, outcome: outcome as ExportObservation['outcome'] });
  }
  return history;
}

function works(history: ExportHistory, fromUs: number, untilUs: number, stepUs = 0): RoundTry[] {
  const found: RoundTry[] = [];
  history.eachWork(fromUs, untilUs, stepUs, (work) => found.push(work));
  return found;
}

function doubles(history: ExportHistory): Double[] {
  const found: Double[] = [];
  history.eachDouble(0, Infinity, 0, (double) => found.push(double));
  return found;
}

const ALONE: readonly Step[] = [
  [0, 0, 'idle', 0],
  [0, 1, 'idle', 0],
  [10, 0, 'trying', 7],
  [12, 1, 'trying', 7],
  [20, 0, 'working', 7],
  [22, 1, 'idle', 7, 'held'],
  [50, 0, 'idle', 7, 'done'],
];

describe('rounds', () => {
  test('are tries that come to work, or to nothing', () => {
    const history = told(ALONE);
    expect(history.between(-1, 100, 10)).toMatchObject([
      { node: 0, round: 7, startUs: 10, workUs: 20, endUs: 50, outcome: 'done', onTop: false },
      { node: 1, round: 7, startUs: 12, workUs: Infinity, endUs: 22, outcome: 'held' },
    ]);
    expect(history.at(15).map(({ node }) => node)).toEqual([0, 1]);
    expect(history.at(50)).toEqual([]);
    expect(doubles(history)).toEqual([]);
  });

  test('of a range are those that go on in it, too', () => {
    const history = told(ALONE);
    expect(works(history, 30, 40)).toMatchObject([{ node: 0 }]);
    expect(works(history, 51, 90)).toEqual([]);
    expect(history.between(30, 40, 10)).toMatchObject([{ node: 0 }]);
  });

  test('end with their process, and begin anew with the next', () => {
    const history = told(ALONE.slice(0, 5));
    history.stop(30, 0);
    expect(history.of(0)).toMatchObject({ endUs: 30, outcome: 'killed' });
    history.take(40, 0, { phase: 'idle', round: 0, outcome: 'none' });
    history.take(45, 0, { phase: 'trying', round: 7, outcome: 'none' });
    expect(history.at(46)).toMatchObject([{ node: 1 }, { node: 0, startUs: 45 }]);
  });

  test('that begin and end within one step are told all the same', () => {
    const history = told([
      [0, 0, 'idle', 0],
      [10, 0, 'idle', 3, 'unreachable'],
    ]);
    expect(history.between(-1, 20, 5)).toMatchObject([{ startUs: 10, endUs: 10, outcome: 'unreachable' }]);
  });

  test('of which there are too many are told about once a step', () => {
    const history = new ExportHistory();
    for (let round = 1; round <= 1000; round += 1) {
      history.take(round * 10, 0, { phase: 'working', round, outcome: 'none' });
      history.take(round * 10 + 5, 0, { phase: 'idle', round, outcome: 'done' });
    }
    expect(works(history, 0, 20_000, 500).length).toBeLessThan(30);
  });
});

describe('doubles', () => {
  test('are work at once, from the start of the later to the end of the first that ends', () => {
    const history = told([
      ...ALONE.slice(0, 6),
      [30, 1, 'trying', 8],
      [35, 1, 'working', 8],
      [50, 0, 'idle', 7, 'unpublished'],
      [60, 1, 'idle', 8, 'done'],
    ]);
    expect(doubles(history)).toEqual([{ first: 0, second: 2, startUs: 35, endUs: 50, twice: false }]);
    expect(history.of(2).onTop).toBe(true);
    expect(history.doubleOf(0)).toBe(history.doubleOf(2));
    expect(history.doubleOf(1)).toBeNull();
  });

  test('are the same round done by two, at once or not', () => {
    const apart = told([...ALONE, [60, 1, 'working', 7], [80, 1, 'idle', 7, 'done']]);
    expect(doubles(apart)).toMatchObject([{ startUs: 80, endUs: 80, twice: true }]);
    const atOnce = told([
      ...ALONE.slice(0, 6),
      [30, 1, 'working', 7],
      [50, 0, 'idle', 7, 'done'],
      [60, 1, 'idle', 7, 'done'],
    ]);
    expect(doubles(atOnce)).toMatchObject([{ startUs: 30, endUs: 50, twice: true }]);
  });

  test('are none where the first one gave up', () => {
    const history = told([
      ...ALONE.slice(0, 6),
      [40, 0, 'idle', 7, 'abandoned'],
      [45, 1, 'working', 7],
      [60, 1, 'idle', 7, 'done'],
    ]);
    expect(doubles(history)).toEqual([]);
  });
});
