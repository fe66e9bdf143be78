/** What never changes while a node elects by leases: membership, durations in microseconds, the rules of the election. */
import { assert } from '../../assert';
import type { NodeId } from '../../program';
import type { Boot } from '../../protocol';
import type { BallotConfig } from './config';
import { ballotSafeguards, ballotTiming } from './fields';
import { BallotLease } from './lease';

/** The first part of the election's keys; there is one election in a cluster. */
export const ELECTION = 'election';

export interface BallotSettings {
  readonly nodeId: NodeId;
  readonly peerIds: readonly NodeId[];
  readonly addresses: Readonly<Record<NodeId, string>>;
  readonly storeId: NodeId;
  readonly leaseUs: number;
  readonly heartbeatUs: number;
  readonly refreshUs: number;
  readonly candidateTimeoutUs: number;
  readonly claimJitterUs: number;
  readonly storeTimeoutUs: number;
  readonly preemptionDelayUs: number;
  readonly keepBallotOnResign: boolean;
  readonly lease: BallotLease;
  /** The election's config as this node would write it. */
  readonly config: BallotConfig;
}

/** Throws if there is no store to elect by. */
export function ballotSettings(boot: Boot): BallotSettings {
  const { nodeId, peerIds, addresses, storeId } = boot;
  assert(storeId !== null, 'a lease is kept in a store, and this run has none');
  const timing = ballotTiming(boot.config);
  const safeguards = ballotSafeguards(boot.safeguards);
  return {
    nodeId,
    peerIds,
    addresses,
    storeId,
    leaseUs: timing.leaseMs * 1000,
    heartbeatUs: timing.heartbeatMs * 1000,
    refreshUs: timing.refreshMs * 1000,
    candidateTimeoutUs: timing.candidateTimeoutMs * 1000,
    claimJitterUs: timing.claimJitterMs * 1000,
    storeTimeoutUs: timing.storeTimeoutMs * 1000,
    preemptionDelayUs: timing.preemptionDelayMs * 1000,
    keepBallotOnResign: safeguards.keepBallotOnResign,
    lease: new BallotLease(ELECTION, safeguards),
    config: {
      leaseDurationNanos: nanosOf(timing.leaseMs),
      heartbeatIntervalNanos: nanosOf(timing.heartbeatMs),
      candidateTimeoutNanos: nanosOf(timing.candidateTimeoutMs),
      electionEnabled: true,
      allowPreemption: timing.allowPreemption !== 0,
    },
  };
}

const nanosOf = (ms: number): bigint => BigInt(ms) * 1_000_000n;
