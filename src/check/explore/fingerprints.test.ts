import { expect, test } from 'vitest';
import { Fingerprints } from './fingerprints';

test('what was seen is known, however much came after', () => {
  const seen = new Fingerprints();
  const count = 100_000;
  const numbers = new Int32Array(4);
  const state = (n: number) => {
    numbers.set([n % 10, n, 0, n >> 5]);
    return numbers;
  };
  const added = () => Array.from({ length: count }, (_, n) => seen.add(state(n), 4)).filter(Boolean).length;
  expect(added()).toBe(count);
  expect(added()).toBe(0);
  expect(seen.size).toBe(count);
});

test('a state is told from one that only has more in it', () => {
  const seen = new Fingerprints();
  expect(seen.add(new Int32Array([1, 0, 0]), 1)).toBe(true);
  expect(seen.add(new Int32Array([1, 0, 0]), 2)).toBe(true);
  expect(seen.add(new Int32Array([1, 0, 0]), 3)).toBe(true);
  expect(seen.add(new Int32Array([1, 7, 7]), 1)).toBe(false);
});
