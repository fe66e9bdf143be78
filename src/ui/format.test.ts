import { expect, test } from 'vitest';
import { count, epochColour, secondsText, speedText } from './format';

test('time is in seconds, to the millisecond, and never ahead of the clock', () => {
  expect(secondsText(0)).toBe('0.000');
  expect(secondsText(12_345_678)).toBe('12.345');
  expect(secondsText(999)).toBe('0.000');
  expect(secondsText(3_600_000_000)).toBe('3600.000');
});

test.each([
  [0.05, '0.05×'],
  [0.5, '0.5×'],
  [1, '1×'],
  [1.2345, '1.2×'],
  [12.7, '13×'],
  [50, '50×'],
])('speed %d reads %s', (speed, text) => {
  expect(speedText(speed)).toBe(text);
});

test('one is not many', () => {
  expect([count(0, 'node'), count(1, 'node'), count(5, 'node')]).toEqual(['0 nodes', '1 node', '5 nodes']);
});

test('epochs repeat their colours after eight', () => {
  expect(epochColour(3)).toBe('var(--epoch-3)');
  expect(epochColour(11)).toBe('var(--epoch-3)');
});
