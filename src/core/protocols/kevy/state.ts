/**
 * All that a `kevy` node remembers, as plain data: what `save` copies and `restore` takes.
 *
 * Times are microseconds on the node's own clock. `-Infinity` stands for "never yet": every "how long ago" is then
 * infinitely long, so that no comparison needs a special case.
 */
import type { NodeId, Role } from '../../program';
import type { Boot } from '../../protocol';

export const NEVER_US = -Infinity;

export interface KevyPeer {
  readonly id: NodeId;
  heardAtUs: number;
  /** From its last heartbeat; the three mean nothing while it was never heard. */
  role: Role;
  epoch: number;
  replOffset: number;
}

export interface KevyState {
  role: Role;
  epoch: number;
  /** As published: a node that was merely started as primary knows none. */
  primary: NodeId | null;
  /** The epoch in which `primary` was learnt; never above `epoch`, and never decreases. */
  primaryEpoch: number;
  replOffset: number;
  votedEpoch: number;
  votedFor: NodeId | null;
  /** Who voted for my candidacy; empty in the other roles. */
  votes: NodeId[];
  /** All members but this node, in the order in which messages go out. */
  peers: KevyPeer[];
  bootedAtUs: number;
  firstTickUs: number;
  lastTickUs: number;
  /** One time for all peers: they are all sent to by the same tick, every time. */
  heartbeatSentAtUs: number;
  offeredAtUs: number;
  backoffUntilUs: number;
  /** While primary: when its majority of recently heard nodes is lost; 0 if it has none. */
  authorityUntilUs: number;
  /** Whether the watchers were last told that it has authority. */
  authorityHeld: boolean;
}

export function freshState(boot: Boot): KevyState {
  const savedEpoch = boot.disk === null ? 0 : Number(boot.disk['epoch']);
  const votedFor = boot.disk === null ? null : (boot.disk['votedFor'] as NodeId | null);
  return {
    role: boot.startRole,
    epoch: Math.max(1, savedEpoch),
    primary: null,
    primaryEpoch: 0,
    replOffset: boot.replOffset,
    votedEpoch: votedFor === null ? 0 : savedEpoch,
    votedFor,
    votes: [],
    peers: boot.peerIds
      .filter((id) => id !== boot.nodeId)
      .map((id) => ({ id, heardAtUs: NEVER_US, role: 'replica', epoch: 0, replOffset: 0 })),
    bootedAtUs: boot.clock.nowUs,
    firstTickUs: Infinity,
    lastTickUs: NEVER_US,
    heartbeatSentAtUs: NEVER_US,
    offeredAtUs: NEVER_US,
    backoffUntilUs: NEVER_US,
    authorityUntilUs: 0,
    authorityHeld: false,
  };
}

export function copyState(state: KevyState): KevyState {
  return { ...state, votes: [...state.votes], peers: state.peers.map((peer) => ({ ...peer })) };
}
