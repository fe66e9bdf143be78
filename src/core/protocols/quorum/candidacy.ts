/**
 * When a replica stands for election.
 *
 * Decision and timer are one function: the earliest moment at which every condition holds. What is due now is decided,
 * what is due later is the wake-up, and the two cannot disagree.
 */
import { aliveCount, downAtUs, missingFromUs } from './hearing';
import { compareOffsets } from './offset';
import type { Settings } from './settings';
import type { PeerState, QuorumState } from './state';
import { duration } from '../../words';

/**
 * Before this a replica does not stand, whoever else is there: a lower bound that costs next to nothing. No primary is
 * missing before the grace after a start is over, so that needs no term of its own.
 */
export function candidacyFloorUs(state: QuorumState, settings: Settings): number {
  return Math.max(
    missingFromUs(state, settings) + state.standJitterSpanUs,
    state.backoffUntilUs,
    state.holdOffUntilUs,
    state.listenUntilUs,
  );
}

/** The epoch that this node would stand for: one that nobody it has heard of has promised to anybody. */
export function epochToOffer({ epoch, promised, promiseHeard }: QuorumState): number {
  return Math.max(epoch, promised, promiseHeard) + 1;
}

/**
 * The earliest moment from `nowUs` on at which this replica stands if it hears nothing new; Infinity if it needs to
 * hear something first. Time alone only takes peers away: it may remove a better candidate, never add one to the
 * majority.
 */
export function candidacyAtUs(state: QuorumState, settings: Settings, nowUs: number): number {
  let betterGoneUs = -Infinity;
  for (const peer of state.peers) {
    if (isBetter(peer, state, settings)) betterGoneUs = Math.max(betterGoneUs, downAtUs(peer, settings));
  }
  // A better candidate that cannot win must not block everyone: patience with it ends, for each at a moment of its own.
  const patienceUs = settings.electionTimeoutUs + state.standJitterSpanUs;
  const turnUs = Math.min(betterGoneUs, missingFromUs(state, settings) + patienceUs);
  const atUs = Math.max(nowUs, candidacyFloorUs(state, settings), turnUs);
  return aliveCount(state, settings, atUs) >= settings.quorum ? atUs : Infinity;
}

/** Whether this node may win an election of its own now: only then may it insist that a tie is its own. */
export function couldWin(state: QuorumState, settings: Settings, nowUs: number): boolean {
  const stands = state.role !== 'primary' && candidacyFloorUs(state, settings) <= nowUs;
  return stands && aliveCount(state, settings, nowUs) >= settings.quorum;
}

/** Why it stands, as the rest of a sentence: "silent primary n1 for 2.0 s, best offset, hears 3 of 5". */
export function candidacyReason(state: QuorumState, settings: Settings, nowUs: number): string {
  const silence = duration(nowUs - state.primarySignUs);
  const missing =
    state.primary !== null
      ? `silent primary ${state.primary} for ${silence}`
      : `no primary known for ${silence}`;
  const better = state.peers.find(
    (peer) => downAtUs(peer, settings) > nowUs && isBetter(peer, state, settings),
  );
  const standing = better === undefined ? 'best offset' : `the better ${better.id} did not win in time`;
  return `${missing}, ${standing}, hears ${aliveCount(state, settings, nowUs)} of ${settings.size}`;
}

function isBetter(peer: PeerState, state: QuorumState, settings: Settings): boolean {
  const order = compareOffsets(peer, state, settings);
  return order > 0 || (order === 0 && peer.id < settings.nodeId);
}
