/** What never changes while an elector runs: membership, and durations in microseconds. */
import { assert } from '../../assert';
import type { NodeId } from '../../program';
import type { Boot } from '../../protocol';
import type { Identity } from './attempt';
import { JITTER_FACTOR, leaseTiming } from './config';

/** There is one election in a cluster. */
export const LEASE_KEY = 'leases/election';

export interface KubernetesSettings extends Identity {
  readonly peerIds: readonly NodeId[];
  readonly addresses: Readonly<Record<NodeId, string>>;
  readonly storeId: NodeId;
  readonly renewDeadlineUs: number;
  readonly retryPeriodUs: number;
  /** The most that chance adds to a follower's wait, exclusively. */
  readonly jitterUs: number;
  readonly requestTimeoutUs: number;
  readonly restartDelayUs: number;
  readonly releaseOnCancel: boolean;
  readonly deadlineFromRenewal: boolean;
  readonly recheckHolder: boolean;
  /** How long it waits for any holder, in milliseconds; null: as long as the holder says. */
  readonly waitMs: number | null;
}

/** Throws if there is no store to elect by. */
export function kubernetesSettings(boot: Boot): KubernetesSettings {
  const { nodeId, peerIds, addresses, storeId } = boot;
  assert(storeId !== null, 'a lease is kept in a store, and this run has none');
  const timing = leaseTiming(boot.config);
  const retryPeriodUs = timing.retryPeriodMs * 1000;
  return {
    id: nodeId,
    leaseDurationMs: timing.leaseDurationMs,
    peerIds,
    addresses,
    storeId,
    renewDeadlineUs: timing.renewDeadlineMs * 1000,
    retryPeriodUs,
    jitterUs: Math.floor(JITTER_FACTOR * retryPeriodUs),
    requestTimeoutUs: timing.requestTimeoutMs * 1000,
    restartDelayUs: timing.restartDelayMs * 1000,
    releaseOnCancel: timing.releaseOnCancel !== 0,
    deadlineFromRenewal: timing.deadlineFromRenewal !== 0,
    recheckHolder: timing.recheckHolderOnRelease !== 0,
    waitMs: timing.ownDurationCounts === 0 ? null : timing.leaseDurationMs,
  };
}
