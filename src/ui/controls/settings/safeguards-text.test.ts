import { expect, test } from 'vitest';
import { safeguardsText } from './safeguards-text';

test('says how many are off', () => {
  expect(safeguardsText({})).toBe('none');
  expect(safeguardsText({ a: true, b: true })).toBe('all on');
  expect(safeguardsText({ a: false, b: true, c: false })).toBe('2 off');
});
