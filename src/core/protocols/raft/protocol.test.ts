import { describe, expect, test } from 'vitest';
import { raftProtocol } from './protocol';

describe('the settings', () => {
  test('agree unless heartbeats are as seldom as elections', () => {
    expect(raftProtocol.checkConfig({})).toBeNull();
    expect(raftProtocol.checkConfig({ electionTick: 3, heartbeatTick: 3 })).toMatch(
      /^heartbeatTick \(3\) must be below electionTick \(3\)/,
    );
  });

  test('let nobody read by lease where no leader checks its quorum, as etcd does not', () => {
    expect(raftProtocol.checkConfig({ leaseReads: 1 })).toBeNull();
    expect(raftProtocol.checkConfig({ leaseReads: 0 }, { checkQuorum: false })).toBeNull();
    expect(raftProtocol.checkConfig({ leaseReads: 1 }, { checkQuorum: false })).toMatch(
      /^leaseReads \(1\) rests on the safeguard checkQuorum, .*set leaseReads to 0, or switch checkQuorum on/,
    );
  });

  test('give cause for concern in a network that is too slow for them, and may be in vain', () => {
    expect(raftProtocol.concerns!({}, [20, 60])).toEqual([]);
    expect(raftProtocol.concerns!({}, [20, 600])).toHaveLength(1);
    expect(raftProtocol.concerns!({ electionTick: 3 }, [1, 150])).toHaveLength(1);
    expect(raftProtocol.whyNobodyLeads!({}, 950)).toBeNull();
    expect(raftProtocol.whyNobodyLeads!({}, 951)).toMatch(/^nobody can win an election: .*electionTick/);
  });

  test('say how soon a leader is missed, and what a steady cluster sends', () => {
    expect(raftProtocol.missedAfterMs({ tickMs: 50, electionTick: 8 })).toBe(400);
    expect(raftProtocol.idleTraffic!({}, 5)).toEqual({ messagesPerSecond: 80, field: 'tickMs' });
  });

  test('promise one authority only where reads rest on it', () => {
    expect(raftProtocol.promisesOneAuthority!({ leaseReads: 1 })).toBe(true);
    expect(raftProtocol.promisesOneAuthority!({})).toMatch(/leaseReads/);
  });
});

describe('the bounds of a failover', () => {
  const msOf = (...given: Parameters<NonNullable<typeof raftProtocol.failoverBounds>>) =>
    raftProtocol.failoverBounds!(...given).map(({ kind, ms }) => [kind, ms]);

  test('count ticks and latencies', () => {
    expect(msOf({}, [1, 3], {})).toEqual([
      ['least', 804],
      ['first', 1921],
      ['second', 3833],
      ['third', 5745],
    ]);
  });

  test('are shorter by a question and its answer without asking first', () => {
    expect(msOf({}, [1, 3], { preVote: false }).slice(0, 2)).toEqual([
      ['least', 802],
      ['first', 1915],
    ]);
  });

  test('have no upper end where a vote comes too late', () => {
    expect(msOf({}, [1, 501], {}).map(([kind]) => kind)).toEqual(['least']);
  });
});
