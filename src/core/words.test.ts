import { expect, test } from 'vitest';
import { duration } from './words';

test.each([
  [260_400, '260 ms'],
  [2_000_000, '2.0 s'],
  [59_940_000, '59.9 s'],
  [59_960_000, '1 min'],
  [75_000_000, '1 min 15 s'],
  [3_543_000_000, '59 min 3 s'],
  [3_600_000_000, '1 h'],
  [7_530_000_000, '2 h 5 min'],
])('%d µs reads %s', (us, text) => {
  expect(duration(us)).toBe(text);
});
