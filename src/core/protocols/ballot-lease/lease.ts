/**
 * Leadership as a lease on one key of a shared store, as the published `LeaderState` describes it.
 *
 * The key names the leader, a ballot, and when the lease ends. Whoever finds the lease over, or has the higher priority
 * where preemption is allowed, writes itself in with the next ballot. Each operation is one serializable transaction, so
 * of two claims that meet one sees the other.
 *
 * What it promises: each ballot names one leader, and with `keepBallotOnResign` the ballots of an election only rise,
 * also past a corrupt or deleted key. What it cannot promise: that one process at a time believes in its lease. Each
 * reads the expiry on its own wall clock, and a resource is safe only if it refuses a ballot below the highest it saw.
 *
 * A leader key that cannot be read is `SerializationError` for everybody who only looks, refreshes or resigns, and is
 * repaired by the next claim. A candidate that cannot be read has to register again; it is not listed, and evicted as
 * dead. A config that cannot be read stops everything until `writeConfig`.
 *
 * Every operation may be repeated when its reply was lost: a claim or refresh costs one more ballot, a registration
 * another place in the list, and a resignation answers false although it was the one that took effect.
 *
 * `nowNanos` is the caller's wall clock, nanoseconds since the Unix epoch.
 */
import { byVersionstamp, formatCandidate, formatUnstamped, isAlive, type Candidate } from './candidate';
import { formatConfig, type BallotConfig } from './config';
import { ballotKeys, candidateKey, type BallotKeys } from './keys';
import { formatLeader, formatReleased, lastBallot, slotOf, validLeader, type BallotLeader } from './leader';
import { BallotRecords } from './records';
import type { KvWrite } from '../../store/kv';
import { TRANSACTION_KEYS_MAX } from '../../store/limits';
import { settle, type KvOperation } from '../../store/operation';
import type { Outcome } from '../../store/outcome';
import { overwrite } from '../../store/overwrite';
import { transact, type Decision } from '../../store/transaction';

export interface BallotSafeguards {
  /** Off, as published: resigning deletes the key, and the next ballot is 1 again. */
  readonly keepBallotOnResign: boolean;
}

/** What one turn of `runElectionCycle` found: `leader` is the caller itself, a follower's is somebody else or nobody. */
export type ElectionCycle =
  | { readonly kind: 'leader'; readonly leader: BallotLeader }
  | { readonly kind: 'follower'; readonly leader: BallotLeader | null };

type Operation<T> = KvOperation<Outcome<T>>;

/** The config is compared as well. */
const EVICTIONS_MAX = TRANSACTION_KEYS_MAX - 1;

export class BallotLease {
  readonly keys: BallotKeys;

  /** `election` is the first part of its keys. */
  constructor(
    election: string,
    private readonly safeguards: BallotSafeguards = { keepBallotOnResign: true },
  ) {
    this.keys = ballotKeys(election);
  }

  /** Writes the config if there is none; true if it did. */
  initialize(config: BallotConfig): Operation<boolean> {
    return this.decide([this.keys.config], (records) => {
      if (records.maybeConfig() !== null) return { value: false, writes: [] };
      return { value: true, writes: [put(this.keys.config, formatConfig(config))] };
    });
  }

  /** Puts this config in the place of any other. */
  writeConfig(config: BallotConfig): Operation<null> {
    return overwrite(this.keys.config, formatConfig(config));
  }

  /** A candidate that registers again gets a new versionstamp, and with it the last place in the list. */
  registerCandidate(processId: string, priority: number, nowNanos: bigint): Operation<null> {
    return this.decide([this.keys.config], (records) => {
      records.enabledConfig();
      const { value, stampAt } = formatUnstamped({ processId, priority, lastHeartbeatNanos: nowNanos });
      return {
        value: null,
        writes: [{ kind: 'put', key: candidateKey(this.keys, processId), value, stampAt }],
      };
    });
  }

  /** `ProcessNotFound` for a candidate that is not registered. */
  heartbeatCandidate(processId: string, priority: number, nowNanos: bigint): Operation<null> {
    return this.decide([this.keys.config, candidateKey(this.keys, processId)], (records) => {
      records.enabledConfig();
      const candidate = records.candidate(processId, 'ProcessNotFound');
      return { value: null, writes: [this.hear(candidate, priority, nowNanos)] };
    });
  }

  /** Afterwards there is no candidate of that id; a lease that it holds runs on. */
  unregisterCandidate(processId: string): Operation<null> {
    return overwrite(candidateKey(this.keys, processId), null);
  }

  /**
   * The new leadership, or null: another leads. `UnregisteredCandidate` for one that is not registered. `nowNanos` is
   * compared with the expiry and is where the new lease begins.
   */
  tryClaimLeadership(processId: string, priority: number, nowNanos: bigint): Operation<BallotLeader | null> {
    return this.decide(this.keysOfClaim(processId), (records) => {
      const config = records.enabledConfig();
      const candidate = records.candidate(processId, 'UnregisteredCandidate');
      const leader = this.claim(records, config, candidate, priority, nowNanos);
      return { value: leader, writes: leader === null ? [] : [this.seat(leader)] };
    });
  }

  /** The leadership with its next ballot and a whole lease, even if it had run out; null: the key names another. */
  refreshLease(processId: string, nowNanos: bigint): Operation<BallotLeader | null> {
    return this.decide([this.keys.config, this.keys.leader], (records) => {
      const { leaseDurationNanos } = records.config();
      const slot = records.readableSlot();
      if (slot.kind !== 'held' || slot.leader.leaderId !== processId) return { value: null, writes: [] };
      const leader: BallotLeader = {
        ...slot.leader,
        ballot: slot.leader.ballot + 1,
        leaseExpiryNanos: nowNanos + leaseDurationNanos,
      };
      return { value: leader, writes: [this.seat(leader)] };
    });
  }

  /** False: the key names another, or nobody, and stays. */
  resignLeadership(processId: string): Operation<boolean> {
    const { leader: key } = this.keys;
    return this.decide([key], (records) => {
      const slot = records.readableSlot();
      if (slot.kind !== 'held' || slot.leader.leaderId !== processId) return { value: false, writes: [] };
      const release: KvWrite = this.safeguards.keepBallotOnResign
        ? put(key, formatReleased(slot.leader.ballot))
        : { kind: 'delete', key };
      return { value: true, writes: [release] };
    });
  }

  /** Whether the key names it and the lease is valid on the caller's clock. */
  isLeader(processId: string, nowNanos: bigint): Operation<boolean> {
    return this.decide([this.keys.config, this.keys.leader], (records) => {
      records.enabledConfig();
      return { value: validLeader(records.readableSlot(), nowNanos)?.leaderId === processId, writes: [] };
    });
  }

  /** Who holds a valid lease on the caller's clock. */
  getLeader(nowNanos: bigint): Operation<BallotLeader | null> {
    return this.decide([this.keys.leader], (records) => {
      return { value: validLeader(records.readableSlot(), nowNanos), writes: [] };
    });
  }

  /** Who holds the lease or held it last, valid or not; null once it was resigned. */
  getLeaderRaw(): Operation<BallotLeader | null> {
    return this.decide([this.keys.leader], (records) => {
      const slot = records.readableSlot();
      return { value: slot.kind === 'held' ? slot.leader : null, writes: [] };
    });
  }

  /** The candidates that are alive on the caller's clock, in the order of their registration. */
  listCandidates(nowNanos: bigint): Operation<readonly Candidate[]> {
    return this.decideOnAll((records) => {
      const config = records.config();
      const alive = records.candidates().flatMap(({ candidate }) => {
        return candidate !== null && isAlive(candidate, config, nowNanos) ? [candidate] : [];
      });
      return { value: alive.sort(byVersionstamp), writes: [] };
    });
  }

  /** Deletes candidates that are not alive on the caller's clock, as many as one transaction can; how many. */
  evictDeadCandidates(nowNanos: bigint): Operation<number> {
    return this.decideOnAll((records) => {
      const config = records.config();
      const dead = records
        .candidates()
        .filter(({ candidate }) => candidate === null || !isAlive(candidate, config, nowNanos))
        .slice(0, EVICTIONS_MAX);
      return { value: dead.length, writes: dead.map(({ key }) => ({ kind: 'delete', key })) };
    });
  }

  /**
   * A heartbeat and a claim in one transaction. `ProcessNotFound` for a candidate that is not registered. `mayPreempt`, ours:
   * false for one that leaves a valid lease alone whatever its priority.
   */
  runElectionCycle(
    processId: string,
    priority: number,
    nowNanos: bigint,
    mayPreempt = true,
  ): Operation<ElectionCycle> {
    return this.decide<ElectionCycle>(this.keysOfClaim(processId), (records) => {
      const config = records.enabledConfig();
      const candidate = records.candidate(processId, 'ProcessNotFound');
      const heartbeat = this.hear(candidate, priority, nowNanos);
      const leader = this.claim(records, config, candidate, priority, nowNanos, mayPreempt);
      if (leader !== null)
        return { value: { kind: 'leader', leader }, writes: [heartbeat, this.seat(leader)] };
      const other = validLeader(records.readableSlot(), nowNanos);
      return { value: { kind: 'follower', leader: other }, writes: [heartbeat] };
    });
  }

  /** The rule of the election: the leadership that `candidate` may take now, or null. */
  private claim(
    records: BallotRecords,
    config: BallotConfig,
    { processId, versionstamp }: Candidate,
    priority: number,
    nowNanos: bigint,
    mayPreempt = true,
  ): BallotLeader | null {
    const entry = records.leaderEntry();
    const slot = slotOf(entry);
    const holder = validLeader(slot, nowNanos);
    const outranks = holder !== null && mayPreempt && config.allowPreemption && priority > holder.priority;
    if (holder !== null && holder.leaderId !== processId && !outranks) return null;
    return {
      ballot: lastBallot(slot, entry, this.safeguards.keepBallotOnResign) + 1,
      leaderId: processId,
      priority,
      leaseExpiryNanos: nowNanos + config.leaseDurationNanos,
      versionstamp,
    };
  }

  private seat(leader: BallotLeader): KvWrite {
    return put(this.keys.leader, formatLeader(leader));
  }

  private hear(candidate: Candidate, priority: number, nowNanos: bigint): KvWrite {
    const value = formatCandidate({ ...candidate, priority, lastHeartbeatNanos: nowNanos });
    return put(candidateKey(this.keys, candidate.processId), value);
  }

  private keysOfClaim(processId: string): readonly string[] {
    return [this.keys.config, this.keys.leader, candidateKey(this.keys, processId)];
  }

  private decide<T>(keys: readonly string[], rule: (records: BallotRecords) => Decision<T>): Operation<T> {
    return settle(transact(keys, null, (snapshot) => rule(new BallotRecords(this.keys, snapshot))));
  }

  private decideOnAll<T>(rule: (records: BallotRecords) => Decision<T>): Operation<T> {
    const { config, candidates } = this.keys;
    return settle(transact([config], candidates, (snapshot) => rule(new BallotRecords(this.keys, snapshot))));
  }
}

function put(key: string, value: string): KvWrite {
  return { kind: 'put', key, value, stampAt: null };
}
