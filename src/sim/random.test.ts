import { describe, expect, test } from 'vitest';
import { RandomStream, streamState } from './random';

const draws = (stream: RandomStream, count: number) => Array.from({ length: count }, () => stream.uint32());

describe('a random stream', () => {
  test('has these first values, or every shared link shows another run', () => {
    expect(draws(new RandomStream(streamState(1, 'link', 0, 1)), 3)).toEqual([
      1662781331, 797958786, 3140342447,
    ]);
    expect(draws(new RandomStream(streamState(1, 'node', 0, 1)), 3)).toEqual([
      279840144, 1672896810, 1636963453,
    ]);
    expect(draws(new RandomStream(streamState(2 ** 53 - 1, 'faults')), 3)).toEqual([
      1570209698, 3718440778, 868424905,
    ]);
  });

  test('goes on from its saved state', () => {
    const stream = new RandomStream(streamState(7, 'link', 2, 3));
    draws(stream, 10);
    const copy = new RandomStream(stream.save());
    expect(draws(copy, 5)).toEqual(draws(stream, 5));
  });

  test('is another for every seed, purpose and place', () => {
    const states = [];
    for (const seed of [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 52]) {
      for (const purpose of ['link', 'node', 'rare', 'faults'] as const) {
        for (const a of [0, 1, 2])
          for (const b of [0, 1, 2]) states.push(streamState(seed, purpose, a, b).join());
      }
    }
    expect(new Set(states).size).toBe(states.length);
  });

  test('keeps neighbouring seeds apart: half of all bits differ', () => {
    let differing = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const [a] = draws(new RandomStream(streamState(seed, 'link', 0, 1)), 1);
      const [b] = draws(new RandomStream(streamState(seed + 1, 'link', 0, 1)), 1);
      for (let bits = a! ^ b!; bits !== 0; bits &= bits - 1) differing += 1;
    }
    expect(differing / (200 * 32)).toBeGreaterThan(0.46);
    expect(differing / (200 * 32)).toBeLessThan(0.54);
  });

  test('is even, and stays below its limit', () => {
    const stream = new RandomStream(streamState(3, 'node', 0, 1));
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i += 1) counts[stream.below(10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(stream.below(1)).toBe(0);
    expect(stream.below(2 ** 32)).toBeLessThan(2 ** 32);
  });

  test('takes one draw for a chance, be it none, some or certain', () => {
    const stream = new RandomStream(streamState(5, 'link'));
    const other = new RandomStream(streamState(5, 'link'));
    expect(stream.chance(0)).toBe(false);
    expect(stream.chance(1)).toBe(true);
    stream.chance(0.5);
    draws(other, 3);
    expect(stream.save()).toEqual(other.save());
  });
});
