import fc from 'fast-check';
import { expect, test } from 'vitest';
import { majorityHeardUntilUs } from './majority';

const peersHeardAt = (...times: number[]) => times.map((heardAtUs) => ({ heardAtUs }));

test('a node alone is always a majority', () => {
  expect(majorityHeardUntilUs([], 10)).toBe(Infinity);
});

test('too few ever heard', () => {
  expect(majorityHeardUntilUs(peersHeardAt(5, -Infinity, -Infinity, -Infinity), 10)).toBe(0);
});

test('of three, the last one heard decides; of four, the second last', () => {
  expect(majorityHeardUntilUs(peersHeardAt(5, 7), 10)).toBe(17);
  expect(majorityHeardUntilUs(peersHeardAt(5, 7, 6), 10)).toBe(16);
});

test('is the very moment at which counting stops finding a majority', () => {
  const heardAt = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(-Infinity));
  fc.assert(
    fc.property(fc.array(heardAt, { minLength: 1, maxLength: 12 }), fc.nat(20), (times, windowUs) => {
      const untilUs = majorityHeardUntilUs(peersHeardAt(...times), windowUs);
      for (let nowUs = 30; nowUs < 60; nowUs++) {
        const heard = times.filter((time) => nowUs - time < windowUs).length;
        expect(nowUs < untilUs).toBe(2 * (heard + 1) > times.length + 1);
      }
    }),
  );
});
