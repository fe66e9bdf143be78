import { describe, expect, test } from 'vitest';
import {
  formatLeader,
  formatReleased,
  isLeaseValid,
  lastBallot,
  remainingLeaseNanos,
  slotOf,
  type BallotLeader,
} from './leader';
import { versionstampOf } from '../../store/versionstamp';

const leader: BallotLeader = {
  ballot: 7,
  leaderId: 'n1',
  priority: -2,
  leaseExpiryNanos: 1_700_000_957_861_647_946n,
  versionstamp: versionstampOf(3),
};
const entryOf = (value: string | null, version = 40) => ({ key: 'e/leader', value, version });

test('a lease is valid until its expiry, which no longer belongs to it', () => {
  const end = leader.leaseExpiryNanos;
  expect(isLeaseValid(leader, end - 1n)).toBe(true);
  expect(remainingLeaseNanos(leader, end - 1n)).toBe(1n);
  expect(isLeaseValid(leader, end)).toBe(false);
  expect(remainingLeaseNanos(leader, end)).toBeNull();
});

describe('the leader key', () => {
  test('comes back as it was written', () => {
    expect(slotOf(entryOf(formatLeader(leader)))).toEqual({ kind: 'held', leader });
    expect(slotOf(entryOf(formatReleased(7)))).toEqual({ kind: 'released', ballot: 7 });
    expect(slotOf(entryOf(null))).toEqual({ kind: 'empty' });
    expect(slotOf(null)).toEqual({ kind: 'empty' });
  });

  test.each(['', 'not json', '[]', 'null', '7', '"n1"', '{}', '{"released":true}'])(
    '%j is unreadable',
    (text) => {
      expect(slotOf(entryOf(text))).toEqual({ kind: 'unreadable' });
    },
  );

  test.each<[string, unknown]>([
    ['ballot', 0],
    ['ballot', 1.5],
    ['ballot', '7'],
    ['ballot', Number.MAX_SAFE_INTEGER],
    ['ballot', 2 ** 60],
    ['leaderId', 5],
    ['leaderId', undefined],
    ['priority', '1'],
    ['priority', 0.5],
    ['leaseExpiryNanos', 5],
    ['leaseExpiryNanos', '0x5'],
    ['leaseExpiryNanos', '05'],
    ['leaseExpiryNanos', '-0'],
    ['leaseExpiryNanos', '1'.repeat(21)],
    ['versionstamp', 'ABCDEFABCDEFABCDEFABCDEF'],
    ['versionstamp', '00'],
  ])('is unreadable with %s %j', (field, wrong) => {
    const record = { ...(JSON.parse(formatLeader(leader)) as object), [field]: wrong };
    expect(slotOf(entryOf(JSON.stringify(record)))).toEqual({ kind: 'unreadable' });
  });

  test('knows the highest ballot so far, by its version where the record is gone', () => {
    const last = (value: string | null, resignKeeps: boolean) =>
      lastBallot(slotOf(entryOf(value)), entryOf(value), resignKeeps);
    expect(last(formatLeader(leader), true)).toBe(7);
    expect(last(formatReleased(8), true)).toBe(8);
    expect(last('garbage', true)).toBe(40);
    expect(last('garbage', false)).toBe(40);
    expect(last(null, true)).toBe(40);
    expect(last(null, false)).toBe(0);
    expect(lastBallot({ kind: 'empty' }, null, true)).toBe(0);
  });

  test('is not written with a priority that could not be read again', () => {
    expect(() => formatLeader({ ...leader, priority: Number.NaN })).toThrow(/priority is a whole number/);
  });
});
