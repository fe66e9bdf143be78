import { expect, test } from 'vitest';
import { contrast, readableOn } from './inks';

test('contrast is what the WCAG say', () => {
  expect(contrast('rgb(0, 0, 0)', 'rgb(255, 255, 255)')).toBeCloseTo(21);
  expect(contrast('rgb(119, 119, 119)', 'rgb(255, 255, 255)')).toBeCloseTo(4.48, 2);
});

test('words on a band have the ink that is easier to read on it', () => {
  expect(readableOn('rgb(0, 114, 178)', 'rgb(28, 29, 31)', 'rgb(255, 255, 255)')).toBe('rgb(255, 255, 255)');
  expect(readableOn('rgb(230, 159, 0)', 'rgb(236, 234, 229)', 'rgb(29, 32, 36)')).toBe('rgb(29, 32, 36)');
});
