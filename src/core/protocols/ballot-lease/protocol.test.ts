import { describe, expect, test } from 'vitest';
import { protocolById } from '../../registry';
import { checkBallotTiming, ballotTiming } from './fields';
import { formatLeader, formatReleased, type BallotLeader } from './leader';
import { ballotProtocol } from './protocol';
import { microsOf } from './state';
import { versionstampOf } from '../../store/versionstamp';

const leader: BallotLeader = {
  ballot: 7,
  leaderId: 'n2',
  priority: 0,
  leaseExpiryNanos: 1_767_225_600_123_456_000n,
  versionstamp: versionstampOf(3),
};

test('is known to the playground', () => {
  expect(protocolById('ballot-lease')).toBe(ballotProtocol);
  expect(ballotProtocol.safeguards.map(({ name }) => name)).toEqual(['keepBallotOnResign', 'fencing']);
});

describe('the lease key', () => {
  const { leaseKey, readLease } = ballotProtocol.store!;

  test('says who leads, until when, with which token', () => {
    expect(leaseKey).toBe('election/leader');
    expect(readLease(formatLeader(leader))).toEqual({
      holder: 'n2',
      token: 7,
      untilWallUs: 1_767_225_600_123_456,
    });
  });

  test.each([formatReleased(7), '', 'null', '#corrupt#', '{"ballot":7}'])('names nobody with %j', (value) => {
    expect(readLease(value)).toBeNull();
  });
});

test('an end in nanoseconds is rounded up, so that a clock of microseconds is below both or neither', () => {
  expect(microsOf(5000n)).toBe(5);
  expect(microsOf(5001n)).toBe(6);
  expect(microsOf(0n)).toBe(0);
  expect(microsOf(-5001n)).toBe(-5);
});

describe('the timing', () => {
  test('is the published one by default, which refreshes at a third of the lease', () => {
    expect(ballotTiming({})).toMatchObject({
      leaseMs: 10_000,
      heartbeatMs: 3000,
      candidateTimeoutMs: 15_000,
      refreshMs: 3333,
      allowPreemption: 1,
    });
    expect(ballotTiming({ leaseMs: 1 }).refreshMs).toBe(1);
    expect(checkBallotTiming({})).toBeNull();
  });

  test('is refused where it contradicts itself', () => {
    expect(checkBallotTiming({ leaseMs: 500, refreshMs: 500 })).toMatch(
      /refreshMs \(500\) must be below leaseMs \(500\)/,
    );
    expect(checkBallotTiming({ heartbeatMs: 9, candidateTimeoutMs: 9 })).toMatch(
      /heartbeatMs \(9\) must be below candidateTimeoutMs \(9\)/,
    );
  });
});

test('without a store there is no election', () => {
  const boot = { nodeId: 'n1', peerIds: ['n1'], config: {}, safeguards: {}, storeId: null };
  expect(() => ballotProtocol.create(boot as never)).toThrow(/this run has none/);
});
