import { expect, test } from 'vitest';
import { instantText, secondsText } from './instant-words';

test('an instant is told to the millisecond, and never early', () => {
  expect([0, 999, 1000, 15_113_999].map(secondsText)).toEqual(['0.000', '0.000', '0.001', '15.113']);
  expect(instantText(15_113_999)).toBe('15.113 s');
});
