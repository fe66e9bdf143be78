/** What never changes while a node runs: membership, durations in microseconds, safeguards. */
import type { NodeId } from '../../program';
import type { Boot } from '../../protocol';
import { quorumSize } from '../../election/majority';
import { quorumConfig } from './config';
import { quorumSafeguards, type QuorumSafeguards } from './safeguards';

export interface Settings {
  readonly nodeId: NodeId;
  /** The other members, in the order of the membership. */
  readonly peerIds: readonly NodeId[];
  readonly addresses: Readonly<Record<NodeId, string>>;
  /** Members, this node included. */
  readonly size: number;
  /** How many of them must agree, this node included. */
  readonly quorum: number;
  readonly hbIntervalUs: number;
  readonly downAfterUs: number;
  readonly electionTimeoutUs: number;
  readonly electionBackoffUs: number;
  readonly electionBackoffJitterUs: number;
  /** How much longer than its patience a replica waits at most; none where luck is switched off. */
  readonly standJitterUs: number;
  readonly leaseUs: number;
  readonly safeguards: QuorumSafeguards;
}

export function settingsOf(boot: Boot): Settings {
  const config = quorumConfig(boot.config);
  const safeguards = quorumSafeguards(boot.safeguards);
  const size = boot.peerIds.length;
  return {
    nodeId: boot.nodeId,
    peerIds: boot.peerIds.filter((id) => id !== boot.nodeId),
    addresses: boot.addresses,
    size,
    quorum: quorumSize(size, safeguards.majorityQuorum),
    hbIntervalUs: config.hbIntervalMs * 1000,
    downAfterUs: config.downAfterMs * 1000,
    electionTimeoutUs: config.electionTimeoutMs * 1000,
    electionBackoffUs: config.electionBackoffMs * 1000,
    standJitterUs: Math.min(config.hbIntervalMs, config.electionBackoffJitterMs) * 1000,
    electionBackoffJitterUs: config.electionBackoffJitterMs * 1000,
    leaseUs: config.leaseMs * 1000,
    safeguards,
  };
}
