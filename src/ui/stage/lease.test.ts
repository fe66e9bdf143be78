import { BALLOT } from '../../core/protocols/ballot-lease/about';
import { describe, expect, test } from 'vitest';
import { storeRecord } from '../../core/store/record';
import type { LeaseTruth } from '../../core/protocol';
import { leaseLeft, leaseOn, leaseText, leaseWords } from './lease';
import { node } from './test-kit';

const WALL_START_US = Date.UTC(2026, 0, 1) * 1000;
const STORE = {
  leaseKey: 'leader',
  readLease: (value: string): LeaseTruth | null =>
    value === 'held' ? { holder: 'n2', token: 7, untilWallUs: WALL_START_US + 9_000_000 } : null,
};
const disk = (value: string | null) =>
  storeRecord({ version: 3, entries: [{ key: 'leader', value, version: 3 }] }, []);
const LEASE = { holder: 'n2', token: 7, untilUs: 9_000_000 };

describe('leaseOn', () => {
  test('reads the lease key, its end in virtual time', () => {
    expect(leaseOn(disk('held'), STORE)).toEqual(LEASE);
  });

  test('finds nobody in a key that is deleted, damaged or not there, and where no lease is', () => {
    expect(leaseOn(disk(null), STORE)).toBeNull();
    expect(leaseOn(disk('held'), { ...STORE, leaseKey: 'other' })).toBeNull();
    expect(leaseOn(disk('rubbish'), STORE)).toBeNull();
    expect(leaseOn(null, STORE)).toBeNull();
    expect(leaseOn(disk('held'), undefined)).toBeNull();
  });
});

test('says who holds it and for how long', () => {
  expect(leaseText(LEASE, 2_900_000, BALLOT.words)).toBe('n2 · ballot 7 · 6.1 s');
  expect(leaseText(LEASE, 2_900_000, BALLOT.words, true)).toBe('n2 · 6.1 s');
  expect(leaseText(LEASE, 9_000_000, BALLOT.words)).toBe('n2 · ballot 7 · over');
  expect(leaseText(null, 0, BALLOT.words)).toBe('no lease');
  expect(leaseWords(LEASE, 8_999_999, BALLOT.words)).toBe('n2 holds the lease with ballot 7');
  expect(leaseWords(LEASE, 9_000_000, BALLOT.words)).toBe('n2 held the lease with ballot 7');
  expect(leaseWords(null, 0, BALLOT.words)).toBe('nobody holds the lease');
});

test('what is left is measured against the length that leases have', () => {
  const nodes = [node({ authoritySpanUs: 10_000_000 }), node({ id: 'n2', status: 'killed' })];
  expect(leaseLeft(LEASE, nodes, 4_000_000)).toBe(0.5);
  expect(leaseLeft(LEASE, nodes, 9_000_000)).toBe(0);
  expect(leaseLeft(LEASE, [node()], 4_000_000)).toBe(1);
  expect(leaseLeft({ ...LEASE, untilUs: 99_000_000 }, nodes, 0)).toBe(1);
});
