import { beforeEach, describe, expect, test } from 'vitest';
import { candidateKey } from './keys';
import { DEFAULT_BALLOT_CONFIG } from './config';
import { BallotLease } from './lease';
import { drive } from '../../store/drive';
import type { KvRequest } from '../../store/kv';
import { TRANSACTION_KEYS_MAX } from '../../store/limits';
import type { KvOperation } from '../../store/operation';
import { MemoryStore } from '../../store/memory-store';
import type { LeaseErrorName, Outcome } from '../../store/outcome';
import { overwrite } from '../../store/overwrite';
import { ATTEMPTS_MAX } from '../../store/transaction';

const SECOND = 1_000_000_000n;
const T = 1_700_000_000n * SECOND;

let store: MemoryStore;
const lease = new BallotLease('e');
const asPublished = new BallotLease('e', { keepBallotOnResign: false });

const run = <V>(operation: KvOperation<V>) => drive(operation, (request) => store.ask(request));
const valueOf = <V>(operation: KvOperation<Outcome<V>>) => {
  const outcome = run(operation);
  if (!outcome.ok) throw new Error(`${outcome.error}: ${outcome.message}`);
  return outcome.value;
};
const errorOf = (operation: KvOperation<Outcome<unknown>>): LeaseErrorName | null => {
  const outcome = run(operation);
  return outcome.ok ? null : outcome.error;
};

beforeEach(() => {
  store = new MemoryStore();
  valueOf(lease.initialize(DEFAULT_BALLOT_CONFIG));
  valueOf(lease.registerCandidate('p1', 1, T));
  valueOf(lease.registerCandidate('p2', 2, T));
});

describe('claims', () => {
  test('a valid lease is taken only by a higher priority, and only where preemption is allowed', () => {
    expect(valueOf(lease.tryClaimLeadership('p1', 1, T))).toMatchObject({ ballot: 1, leaderId: 'p1' });
    expect(valueOf(lease.tryClaimLeadership('p2', 1, T))).toBeNull();
    expect(valueOf(lease.tryClaimLeadership('p2', 2, T))).toMatchObject({
      ballot: 2,
      leaderId: 'p2',
      priority: 2,
    });
    valueOf(lease.writeConfig({ ...DEFAULT_BALLOT_CONFIG, allowPreemption: false }));
    expect(valueOf(lease.tryClaimLeadership('p1', 9, T))).toBeNull();
    expect(valueOf(lease.tryClaimLeadership('p1', 0, T + 10n * SECOND))).toMatchObject({ ballot: 3 });
  });

  test('the second of two that read the same sees the first', () => {
    const claims = ['p1', 'p2'].map((id) => lease.tryClaimLeadership(id, 1, T));
    const reads = claims.map((claim) => store.ask(claim.next().value as KvRequest));
    const commits = claims.map((claim, at) => store.ask(claim.next(reads[at]!).value as KvRequest));
    expect(commits.map(({ kind }) => kind)).toEqual(['written', 'conflict']);
    expect(claims[0]!.next(commits[0]!)).toMatchObject({
      done: true,
      value: { ok: true, value: { ballot: 1 } },
    });
    const again = store.ask(claims[1]!.next(commits[1]!).value as KvRequest);
    expect(claims[1]!.next(again)).toEqual({ done: true, value: { ok: true, value: null } });
  });

  test('whoever always comes second gives up by name', () => {
    let reads = 0;
    const claim = lease.tryClaimLeadership('p1', 1, T);
    const outcome = drive(claim, (request) => {
      if (request.kind === 'commit') return { kind: 'conflict' };
      reads++;
      return store.ask(request);
    });
    expect(outcome).toMatchObject({ ok: false, error: 'Contended' });
    expect(reads).toBe(ATTEMPTS_MAX);
  });
});

describe('resigning', () => {
  const resignAndClaim = (election: BallotLease) => {
    for (let turn = 0; turn < 3; turn++) valueOf(election.tryClaimLeadership('p1', 1, T));
    expect(valueOf(election.resignLeadership('p2'))).toBe(false);
    expect(valueOf(election.resignLeadership('p1'))).toBe(true);
    expect(valueOf(election.resignLeadership('p1'))).toBe(false);
    expect(valueOf(election.getLeaderRaw())).toBeNull();
    expect(valueOf(election.refreshLease('p1', T))).toBeNull();
    return valueOf(election.tryClaimLeadership('p2', 2, T))?.ballot;
  };

  test('keeps the ballot', () => {
    expect(resignAndClaim(lease)).toBe(4);
  });

  test('as published begins again at 1', () => {
    expect(resignAndClaim(asPublished)).toBe(1);
  });
});

describe('a leader key that was damaged', () => {
  test('is an error for those who look, refresh and resign', () => {
    valueOf(overwrite(lease.keys.leader, '{"ballot":'));
    const operations = [
      lease.getLeader(T),
      lease.getLeaderRaw(),
      lease.isLeader('p1', T),
      lease.refreshLease('p1', T),
      lease.resignLeadership('p1'),
    ];
    expect(operations.map(errorOf)).toEqual(Array(5).fill('SerializationError'));
  });

  test.each([['garbage'], [null]])('as %j is repaired by a claim, above all ballots so far', (damage) => {
    for (let turn = 0; turn < 5; turn++) valueOf(lease.tryClaimLeadership('p1', 1, T));
    valueOf(overwrite(lease.keys.leader, damage));
    const repaired = valueOf(lease.runElectionCycle('p2', 2, T));
    expect(repaired).toMatchObject({ kind: 'leader', leader: { leaderId: 'p2' } });
    expect(repaired.leader!.ballot).toBeGreaterThan(5);
    expect(valueOf(lease.getLeader(T))).toEqual(repaired.leader);
  });
});

describe('other damage', () => {
  test('a config that cannot be read stops all until it is written again', () => {
    valueOf(overwrite(lease.keys.config, '{}'));
    expect(errorOf(lease.initialize(DEFAULT_BALLOT_CONFIG))).toBe('SerializationError');
    expect(errorOf(lease.runElectionCycle('p1', 1, T))).toBe('SerializationError');
    valueOf(lease.writeConfig(DEFAULT_BALLOT_CONFIG));
    expect(errorOf(lease.runElectionCycle('p1', 1, T))).toBeNull();
  });

  test('a candidate that cannot be read is not listed, and registers again or is evicted', () => {
    valueOf(overwrite(candidateKey(lease.keys, 'p1'), '[]'));
    expect(errorOf(lease.heartbeatCandidate('p1', 1, T))).toBe('SerializationError');
    expect(valueOf(lease.listCandidates(T)).map(({ processId }) => processId)).toEqual(['p2']);
    expect(valueOf(lease.evictDeadCandidates(T))).toBe(1);
    expect(errorOf(lease.heartbeatCandidate('p1', 1, T))).toBe('ProcessNotFound');
    valueOf(lease.registerCandidate('p1', 1, T));
    expect(valueOf(lease.listCandidates(T)).map(({ processId }) => processId)).toEqual(['p2', 'p1']);
  });
});

test('a candidate is alive until it was silent for the whole timeout', () => {
  const { candidateTimeoutNanos } = DEFAULT_BALLOT_CONFIG;
  valueOf(lease.heartbeatCandidate('p1', 5, T + 1n));
  expect(valueOf(lease.listCandidates(T + candidateTimeoutNanos))).toMatchObject([
    { processId: 'p1', priority: 5 },
  ]);
  expect(valueOf(lease.evictDeadCandidates(T + candidateTimeoutNanos))).toBe(1);
});

test('a crowd is evicted in more than one transaction', () => {
  for (let at = 0; at < TRANSACTION_KEYS_MAX; at++) valueOf(lease.registerCandidate(`crowd${at}`, 0, T));
  const late = T + 3600n * SECOND;
  expect(valueOf(lease.evictDeadCandidates(late))).toBe(TRANSACTION_KEYS_MAX - 1);
  expect(valueOf(lease.evictDeadCandidates(late))).toBe(3);
});

test('clocks before 1970 are wrong, and survived', () => {
  expect(valueOf(lease.tryClaimLeadership('p1', 1, -90n * SECOND))?.leaseExpiryNanos).toBe(-80n * SECOND);
  expect(valueOf(lease.isLeader('p1', -81n * SECOND))).toBe(true);
  valueOf(lease.heartbeatCandidate('p1', 1, -90n * SECOND));
  expect(valueOf(lease.listCandidates(-90n * SECOND))).toHaveLength(2);
});

test('elections on one store do not meet', () => {
  const other = new BallotLease('f');
  expect(errorOf(other.registerCandidate('p1', 1, T))).toBe('NotInitialized');
  valueOf(other.initialize(DEFAULT_BALLOT_CONFIG));
  expect(valueOf(other.listCandidates(T))).toEqual([]);
});

test('what the store cannot do is the outcome', () => {
  const tooLong = lease.registerCandidate('p'.repeat(600), 1, T);
  expect(run(tooLong)).toMatchObject({ ok: false, error: 'KeyTooLong' });
  store = new MemoryStore(store.state, false);
  expect(errorOf(lease.tryClaimLeadership('p1', 1, T))).toBe('OperationFailed');
  expect(drive(lease.getLeader(T), () => ({ kind: 'conflict' }))).toMatchObject({
    ok: false,
    error: 'OperationFailed',
  });
});
