import { expect, test } from 'vitest';
import { durationText, momentText } from './durations';

test.each([
  [0, '0 ms'],
  [1, '1 ms'],
  [12_400, '12 ms'],
  [999_400, '999 ms'],
  [999_600, '1.0 s'],
  [1_250_000, '1.3 s'],
  [59_940_000, '59.9 s'],
  [59_960_000, '1 min'],
  [75_300_000, '1 min 15 s'],
  [3_543_000_000, '59 min 3 s'],
  [3_600_000_000, '1 h'],
  [3_900_000_000, '1 h 5 min'],
  [Infinity, 'for ever'],
])('%d µs reads %s', (us, text) => {
  expect(durationText(us)).toBe(text);
});

test('a moment is told from now', () => {
  expect(momentText(1_000, 13_000)).toBe('12 ms ago');
  expect(momentText(1_513_000, 13_000)).toBe('in 1.5 s');
  expect(momentText(5, 5)).toBe('now');
  expect(momentText(Infinity, 5)).toBe('never');
});
