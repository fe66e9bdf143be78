import { expect, test } from 'vitest';
import { SPEEDS } from '../../app/session/state';
import { LAST_SPEED, fallsShort, speedBeside, speedIndex } from './speed';

test('every listed speed has its own place', () => {
  expect(SPEEDS.map(speedIndex)).toEqual(SPEEDS.map((_, index) => index));
});

test('a speed in between goes to its nearest neighbour', () => {
  expect(SPEEDS[speedIndex(7)]).toBe(5);
  expect(SPEEDS[speedIndex(7.2)]).toBe(10);
  expect(SPEEDS[speedIndex(0.001)]).toBe(0.05);
  expect(speedIndex(1e6)).toBe(LAST_SPEED);
});

test('faster and slower stop at the ends', () => {
  expect(speedBeside(1, 1)).toBe(2);
  expect(speedBeside(1, -1)).toBe(0.5);
  expect(speedBeside(50, 1)).toBe(50);
  expect(speedBeside(0.05, -1)).toBe(0.05);
});

test('a machine falls short by more than a tenth, and only while it runs', () => {
  expect(fallsShort(10, 9.5)).toBe(false);
  expect(fallsShort(10, 4)).toBe(true);
  expect(fallsShort(10, 0)).toBe(false);
});
