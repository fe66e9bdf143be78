import { expect, test } from 'vitest';
import { nextWitness } from './witness';

test('shows one after the other, and begins again', () => {
  expect(nextWitness(['n1', 'n4'], null)).toBe('n1');
  expect(nextWitness(['n1', 'n4'], 'n2')).toBe('n1');
  expect(nextWitness(['n1', 'n4'], 'n1')).toBe('n4');
  expect(nextWitness(['n1', 'n4'], 'n4')).toBe('n1');
  expect(nextWitness([], null)).toBeNull();
});
