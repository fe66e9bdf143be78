/**
 * How a primary hands over, in good order: it gives up its authority, so that nothing is written that its successor would
 * lack; waits until that one holds its data; ends its primacy; and tells it to stand at once. All that it gives away is its
 * own: the others vote as they always do, and the one it was primary for knows of none any more by its next heartbeat.
 */
import { downAtUs } from './hearing';
import { compareOffsets } from './offset';
import type { Settings } from './settings';
import type { PeerState, QuorumState } from './state';

/** Whether that peer, as last heard, is there and holds all that this primary has. */
export function holdsData(peer: PeerState, state: QuorumState, settings: Settings, nowUs: number): boolean {
  const isThere = downAtUs(peer, settings) > nowUs && peer.epoch === state.epoch;
  return isThere && compareOffsets(peer, state, settings) >= 0;
}

/** How long it waits for that, without serving anybody: no longer than it would without authority. */
export function handOverWithinUs({ electionTimeoutUs, downAfterUs }: Settings): number {
  return Math.min(electionTimeoutUs, downAfterUs);
}
