/**
 * Who is within hearing: silence of `downAfterMs` makes a peer DOWN, silence of the primary makes it missing.
 *
 * All of it follows from when something was last heard, so nothing has to be updated as time passes.
 */
import type { Settings } from './settings';
import type { PeerState, QuorumState } from './state';

/** The moment from which the peer counts as DOWN unless it is heard again. */
export function downAtUs(peer: PeerState, settings: Settings): number {
  return peer.heardAtUs + settings.downAfterUs;
}

/** How many members are alive at a moment, this node included. */
export function aliveCount(state: QuorumState, settings: Settings, atUs: number): number {
  let count = 1;
  for (const peer of state.peers) if (downAtUs(peer, settings) > atUs) count++;
  return count;
}

export function graceEndUs(state: QuorumState, settings: Settings): number {
  return state.startedAtUs + settings.downAfterUs;
}

/** The moment from which the primary is held missing unless it gives a sign: the start of the search for another. */
export function missingFromUs(state: QuorumState, settings: Settings): number {
  return state.primary !== null
    ? state.primarySignUs + settings.downAfterUs
    : Math.max(state.primarySignUs, graceEndUs(state, settings));
}

/** Whether this node hears another node that it follows. */
export function hearsPrimary(state: QuorumState, settings: Settings, nowUs: number): boolean {
  return (
    state.primary !== null && state.primary !== settings.nodeId && nowUs < missingFromUs(state, settings)
  );
}
