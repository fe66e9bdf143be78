/**
 * All that a node of protocol `ballot-lease` remembers. Plain data; moments are microseconds on its monotonic clock, except
 * those that come from the store, which are on wall clocks. -Infinity stands for "never".
 */
import type { DiskRecord, NodeId } from '../../program';
import type { Boot } from '../../protocol';
import type { BallotLeader } from './leader';
import type { BallotOperation } from './operation';
import type { BallotSettings } from './settings';
import type { SessionState } from '../../store/session';

export interface KnownLease {
  readonly ballot: number;
  readonly leaderId: NodeId;
  readonly priority: number;
  /** On the wall clock of whoever looks at it. */
  readonly expiryWallUs: number;
}

export interface BallotState {
  /** Durable, and nothing else is: who leads is in the store. */
  priority: number;
  /** How far the wall clock is ahead of the monotonic one, as of the last step. */
  wallAheadUs: number;

  /** As far as this node knows, the election has a config, and lists this node. */
  isInitialized: boolean;
  isRegistered: boolean;
  /** How the election's config compares with this node's. */
  config: 'agrees' | 'differs' | 'unreadable';

  /** The ballot of the newest leadership that it read of; 0 before the first. */
  epoch: number;
  /** That leadership, if it may still hold. Of its own, gone once it was lost or given up: to set a clock back revives nothing. */
  lease: KnownLease | null;
  /** Whether that lease was valid in the last step. */
  leaseHolds: boolean;
  /** When it was read. */
  leaseReadAtUs: number;
  /** How long after its end this node waits with its claim. */
  claimJitterUs: number;

  /** The latest ballot of its own, 0 when another led since or it resigned; and the first of the same reign. */
  ownBallot: number;
  reign: number;

  /** A claim is under way that began while nobody led. */
  isClaiming: boolean;
  /** From the order to resign until the store has answered. */
  isResigning: boolean;
  /** After resigning it lets the others go first until then. */
  holdOffUntilUs: number;

  /** When each was last begun. */
  heardAtUs: number;
  refreshedAtUs: number;
  evictedAtUs: number;
  /** Since when it is up with its priority and was never unheard for so long that it counts as dead; and its last answered turn. */
  steadySinceUs: number;
  answeredAtUs: number;
  /** A turn ahead of its time; Infinity for none. */
  turnSoonUs: number;
  /** Nothing is begun before. */
  pauseUntilUs: number;

  /** The highest epoch that it ever gave out with a leader. */
  leaderEpochMax: number;
  replOffset: number;
  dataEpoch: number;

  /** The conversation with the store. */
  session: SessionState<BallotOperation>;
}

/** A process that just started: it knows of no leader, and asks. */
export function initialState(boot: Boot): BallotState {
  const { nowUs, wallUs } = boot.clock;
  return {
    priority: priorityOn(boot.disk),
    wallAheadUs: wallUs - nowUs,
    isInitialized: false,
    isRegistered: false,
    config: 'agrees',
    epoch: 0,
    lease: null,
    leaseHolds: false,
    leaseReadAtUs: -Infinity,
    claimJitterUs: 0,
    ownBallot: 0,
    reign: 0,
    isClaiming: false,
    isResigning: false,
    holdOffUntilUs: -Infinity,
    heardAtUs: -Infinity,
    refreshedAtUs: -Infinity,
    evictedAtUs: -Infinity,
    steadySinceUs: nowUs,
    answeredAtUs: nowUs,
    turnSoonUs: nowUs,
    pauseUntilUs: nowUs,
    leaderEpochMax: 0,
    replOffset: boot.replOffset,
    dataEpoch: boot.dataEpoch,
    session: { session: boot.random.below(2 ** 32), seq: 0, work: null },
  };
}

export function durableRecord({ priority }: BallotState): DiskRecord {
  return { priority };
}

/** 0 before it was given any. */
export function priorityOn(disk: DiskRecord | null): number {
  const priority = disk?.['priority'];
  return typeof priority === 'number' ? priority : 0;
}

/** By its own wall clock it has the lease. */
export function leads({ lease, leaseHolds }: BallotState, { nodeId }: BallotSettings): boolean {
  return leaseHolds && lease !== null && lease.leaderId === nodeId;
}

/** On the monotonic clock, as long as nobody sets the wall clock. */
export function leaseEndUs(lease: KnownLease, { wallAheadUs }: BallotState): number {
  return lease.expiryWallUs - wallAheadUs;
}

export function knownLease({ ballot, leaderId, priority, leaseExpiryNanos }: BallotLeader): KnownLease {
  return { ballot, leaderId, priority, expiryWallUs: microsOf(leaseExpiryNanos) };
}

/** Rounded up: a clock that counts microseconds is below the result exactly while it is below `nanos`. */
export function microsOf(nanos: bigint): number {
  const floor = nanos / 1000n;
  return Number(nanos > 0n && floor * 1000n < nanos ? floor + 1n : floor);
}
