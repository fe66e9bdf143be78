/** When a voter says no. Silence is the answer on the wire; the reason is for the people who watch. */
import type { NodeId } from '../../program';
import { couldWin } from './candidacy';
import { graceEndUs, hearsPrimary } from './hearing';
import { compareOffsets } from './offset';
import type { Settings } from './settings';
import type { QuorumState } from './state';
import { duration } from '../../words';
import type { QuorumOffer } from './message';

/** The reason against a vote for `candidate`, as a clause with this node as its subject; null if it votes. */
export function refusalOf(
  state: QuorumState,
  settings: Settings,
  candidate: NodeId,
  offer: Omit<QuorumOffer, 'pre'>,
  nowUs: number,
): string | null {
  const { safeguards } = settings;
  if (offer.newEpoch <= state.epoch) return `knows that epoch ${state.epoch} was won`;
  if (offer.newEpoch <= state.promised) {
    return `gave its vote in epoch ${state.promised} to ${state.votedFor === settings.nodeId ? 'itself' : state.votedFor}`;
  }
  // A grant outlives the process that forgot it, but not longer than this.
  if (safeguards.bootGrace && nowUs < graceEndUs(state, settings)) {
    return `started only ${duration(nowUs - state.startedAtUs)} ago`;
  }
  if (safeguards.stickyVoters && state.primary !== candidate && hearsPrimary(state, settings, nowUs)) {
    return `still hears its primary ${state.primary}`;
  }
  if (state.role === 'primary') {
    if (state.hasAuthority) return 'is primary with authority';
    if (nowUs < state.wonAtUs + settings.downAfterUs) {
      return `became primary only ${duration(nowUs - state.wonAtUs)} ago`;
    }
  }
  const order = compareOffsets(state, offer, settings);
  if (order > 0) return 'has a higher offset';
  if (order === 0 && settings.nodeId < candidate && couldWin(state, settings, nowUs)) {
    return 'has the same offset and the lower id';
  }
  return null;
}
