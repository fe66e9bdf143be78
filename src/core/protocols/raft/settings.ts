/** What never changes while a node runs: who votes, and by which numbers and rules. */
import type { NodeId } from '../../program';
import type { Boot } from '../../protocol';
import { raftSettings } from './config';
import type { RaftConfig } from './core';
import { raftSafeguards } from './safeguards';

export interface Settings {
  readonly nodeId: NodeId;
  /** By place, from 1; nobody is at place 0. */
  readonly voters: readonly NodeId[];
  readonly placeOf: ReadonlyMap<NodeId, number>;
  readonly place: number;
  readonly size: number;
  readonly addresses: Readonly<Record<NodeId, string>>;
  readonly tickUs: number;
  readonly core: RaftConfig;
  readonly durableState: boolean;
  readonly durableLog: boolean;
}

export function settingsOf(boot: Boot): Settings {
  const { tickMs, maxSizePerMsg, ...config } = raftSettings(boot.config);
  const { preVote, checkQuorum, durableState, durableLog, ...rules } = raftSafeguards(boot.safeguards);
  const placeOf = new Map(boot.peerIds.map((id, at) => [id, at + 1]));
  return {
    nodeId: boot.nodeId,
    voters: ['', ...boot.peerIds],
    placeOf,
    place: placeOf.get(boot.nodeId)!,
    size: boot.peerIds.length,
    addresses: boot.addresses,
    tickUs: tickMs * 1000,
    core: {
      ...config,
      maxSizePerMsg: maxSizePerMsg === 0 ? Infinity : maxSizePerMsg,
      ...{ preVote, checkQuorum, rules },
    },
    ...{ durableState, durableLog },
  };
}
