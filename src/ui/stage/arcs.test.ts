import { describe, expect, test } from 'vitest';
import { authorityLeft, patienceSpent } from './arcs';
import { node } from './test-kit';

describe('authorityLeft', () => {
  const primary = node({ role: 'primary', authorityUntilUs: 10_000, authoritySpanUs: 4_000 });

  test('drains from 1 to 0', () => {
    expect([6_000, 7_000, 9_000, 10_000, 11_000].map((timeUs) => authorityLeft(primary, timeUs))).toEqual([
      1, 0.75, 0.25, 0, 0,
    ]);
  });

  test('is never more than full', () => {
    expect(authorityLeft(primary, 1_000)).toBe(1);
  });

  test('without an end it does not drain, without authority there is none', () => {
    expect(authorityLeft(node({ authorityUntilUs: Infinity }), 5)).toBe(1);
    expect(authorityLeft(node(), 5)).toBe(0);
  });

  test('ends with the node', () => {
    expect(authorityLeft({ ...primary, status: 'killed' }, 6_000)).toBe(0);
    expect(authorityLeft({ ...primary, status: 'frozen' }, 6_000)).toBe(1);
  });
});

describe('patienceSpent', () => {
  const replica = node({ patienceFromUs: 1_000, patienceUntilUs: 5_000 });

  test('fills from 0 to 1 and stays there', () => {
    expect([500, 1_000, 3_000, 5_000, 9_000].map((timeUs) => patienceSpent(replica, timeUs))).toEqual([
      0, 0, 0.5, 1, 1,
    ]);
  });

  test('only a running replica that waits for somebody has any', () => {
    expect(patienceSpent(node({ patienceFromUs: 1_000 }), 3_000)).toBe(0);
    expect(patienceSpent({ ...replica, role: 'candidate' }, 3_000)).toBe(0);
    expect(patienceSpent({ ...replica, status: 'crashed' }, 3_000)).toBe(0);
  });
});
