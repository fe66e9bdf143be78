import { expect, test } from 'vitest';
import { isActivation, rove } from './roving';

test('arrows go around, Home and End to the ends', () => {
  expect(rove('ArrowRight', 4, 5)).toBe(0);
  expect(rove('ArrowDown', 0, 5)).toBe(1);
  expect(rove('ArrowLeft', 0, 5)).toBe(4);
  expect(rove('Home', 3, 5)).toBe(0);
  expect(rove('End', 3, 5)).toBe(4);
});

test('other keys are for somebody else', () => {
  expect(rove('Tab', 0, 5)).toBeNull();
  expect(rove('ArrowRight', 0, 0)).toBeNull();
});

test('a place that is gone counts as the last', () => {
  expect(rove('ArrowLeft', 40, 5)).toBe(3);
});

test('Enter and Space activate', () => {
  expect(['Enter', ' ', 'a'].map(isActivation)).toEqual([true, true, false]);
});
