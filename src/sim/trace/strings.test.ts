import { expect, test } from 'vitest';
import { StringTable } from './strings';

test('text is kept once, and its hash depends on nothing but the text', () => {
  const one = new StringTable();
  const other = new StringTable();
  const a = one.intern('leader');
  one.intern('follower');
  other.intern('follower');
  const b = other.intern('leader');
  expect(one.intern('leader')).toBe(a);
  expect(a).not.toBe(b);
  expect(one.hash(a)).toBe(other.hash(b));
  expect(one.text(a)).toBe('leader');
  expect(one.hash(a)).not.toBe(one.hash(one.intern('Leader')));
});
