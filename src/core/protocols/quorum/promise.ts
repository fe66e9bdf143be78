/**
 * What a vote binds to.
 *
 * Who voted in an epoch grants nothing to a primary of an earlier one and takes none of its copies, or two primaries
 * could act at once. That has to hold for as long as the vote may still help somebody to win, and no longer: a vote that
 * came to nothing would else cost the cluster its voter.
 *
 * A candidacy that ended is never resumed, and the next one of that node is for a higher epoch. So the vote is void
 * - for a candidate's vote for itself: once it is no candidate any more. A process that starts is none.
 * - for a vote for another: once that one says that it is a replica, has promised that epoch, and knows of no winner in it.
 *   This is true for good once it was true, however late it is heard.
 * Several votes may be open at once, as a voter may vote again before it hears how the last candidacy ended. None of
 * them is void because of a later one, so each is kept beside its candidate, and on the disk.
 *
 * What was promised stays promised: nobody gets a second vote in that epoch, or one in a lower one.
 */
import type { QuorumHeartbeat } from './message';
import type { Settings } from './settings';
import type { PeerState, QuorumState } from './state';

/** A primary of a lower epoch gets nothing from this node. At least its own epoch: that one was won. */
export function boundEpoch(state: QuorumState): number {
  const own = state.role === 'candidate' ? state.promised : 0;
  return Math.max(state.epoch, state.boundEpoch, own);
}

/** Whether this node voted to replace the primary that it follows, and so grants it nothing. */
export function withholdsGrant(state: QuorumState, settings: Settings): boolean {
  return settings.safeguards.withholdGrants && boundEpoch(state) > state.epoch;
}

/** Whether what `peer` says of itself makes my vote for it void. */
export function isVoid(peer: PeerState, { role, epoch, promised }: QuorumHeartbeat): boolean {
  return role === 'replica' && epoch < peer.boundEpoch && promised >= peer.boundEpoch;
}

/** After a vote, an end of one, or a higher epoch: what was won binds by itself. */
export function countBound(state: QuorumState): void {
  let most = 0;
  for (const peer of state.peers) {
    if (peer.boundEpoch <= state.epoch) peer.boundEpoch = 0;
    if (peer.boundEpoch > most) most = peer.boundEpoch;
  }
  state.boundEpoch = most;
}
