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

test('forgets what is not used, and what is brought again is another text', () => {
  const table = new StringTable();
  const [a, b] = [table.intern('kept'), table.intern('forgotten'.repeat(1000))];
  const before = table.byteLength;
  table.keepOnly(new Set([a]));
  expect(table.text(a)).toBe('kept');
  expect(table.text(b)).toBe('');
  expect(before - table.byteLength).toBeGreaterThan(18_000);
  const again = table.intern('forgotten'.repeat(1000));
  expect(again).not.toBe(b);
  expect(table.text(again)).toHaveLength(9000);
  expect(table.count).toBe(2);
});

test('a fork has the same numbers, and goes its own way', () => {
  const table = new StringTable();
  const a = table.intern('both');
  const fork = table.fork();
  table.keepOnly(new Set());
  expect(fork.text(a)).toBe('both');
  expect(fork.intern('both')).toBe(a);
  expect(fork.intern('mine')).toBe(a + 1);
  expect(table.intern('other')).toBe(a + 1);
});
