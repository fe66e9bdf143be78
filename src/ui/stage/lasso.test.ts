import { describe, expect, test } from 'vitest';
import { extendLasso, insideLasso, partitionOf, partitionText } from './lasso';
import { lassoPath } from './lasso-path';
import { ringLayout } from './ring';

const layout = ringLayout(5, 900, 700);
const around = (places: readonly number[]) => {
  const nodes = places.map((place) => layout.places[place]!);
  const [left, right] = [
    Math.min(...nodes.map(({ x }) => x)) - 20,
    Math.max(...nodes.map(({ x }) => x)) + 20,
  ];
  const [top, bottom] = [
    Math.min(...nodes.map(({ y }) => y)) - 20,
    Math.max(...nodes.map(({ y }) => y)) + 20,
  ];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
};

describe('insideLasso', () => {
  test('finds those it was drawn around', () => {
    expect(insideLasso(layout, around([2, 3]))).toEqual([2, 3]);
    expect(insideLasso(layout, around([0]))).toEqual([0]);
    expect(insideLasso(layout, around([0, 1, 2, 3, 4]))).toEqual([0, 1, 2, 3, 4]);
  });

  test('a line around nothing holds nobody', () => {
    expect(insideLasso(layout, [])).toEqual([]);
    expect(insideLasso(layout, around([0]).slice(0, 2))).toEqual([]);
  });
});

describe('extendLasso', () => {
  test('leaves out what is too close to the last point', () => {
    const one = extendLasso([], { x: 0, y: 0 });
    expect(extendLasso(one, { x: 1, y: 1 })).toBe(one);
    expect(extendLasso(one, { x: 3, y: 1 })).toHaveLength(2);
  });

  test('draws a closed line', () => {
    const path = lassoPath(around([0]));
    const [, start] = /^M([-\d.]+,[-\d.]+)C/.exec(path) ?? [];
    expect(start).toBeDefined();
    expect(path.endsWith(start ?? '')).toBe(true);
  });
});

describe('partitionOf', () => {
  const ids = ['n1', 'n2', 'n3'];
  test('puts those inside against all others', () => {
    expect(partitionOf(ids, [2, 0])).toEqual({ kind: 'partition', groups: [['n1', 'n3'], ['n2']] });
  });

  test('around nodes alone leaves the store and the clients with the others', () => {
    const all = [...ids, 'store', 'c1'];
    expect(partitionOf(all, [0])?.groups).toEqual([['n1'], ['n2', 'n3', 'store', 'c1']]);
    expect(partitionOf(all, [3])?.groups).toEqual([['store'], ['n1', 'n2', 'n3', 'c1']]);
  });

  test('is none with nobody on one side', () => {
    expect(partitionOf(ids, [])).toBeNull();
    expect(partitionOf(ids, [0, 1, 2])).toBeNull();
  });

  test('reads as two sides', () => {
    expect(partitionText([['n1'], ['n2', 'n3']])).toBe('n1 | n2, n3');
    const isNode = (id: string) => id !== 'store' && id !== 'c1';
    expect(
      partitionText(
        [
          ['a', 'store'],
          ['b', 'c', 'd', 'e', 'f', 'g', 'c1'],
        ],
        isNode,
      ),
    ).toBe('a, store | b, c, d, e and 2 more, c1');
    expect(partitionText([['store'], ['a']], isNode)).toBe('store | a');
    expect(partitionText([['a'], ['b', 'c', 'd', 'e', 'f', 'g']])).toBe('a | b, c, d, e and 2 more');
  });
});
