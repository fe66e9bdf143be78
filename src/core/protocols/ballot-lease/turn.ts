/**
 * What a node asks of the store next, and when: the one place where its timers are compared.
 *
 * A candidate's turn is a whole election cycle each time: it is heard, and leads if it may. A leader's turn is the same,
 * which prolongs its lease as well; only where the next turn is further off than `refreshMs` does it refresh in between.
 */
import type { BallotOperationKind } from './operation';
import type { BallotSettings } from './settings';
import { leads, leaseEndUs, type BallotState } from './state';

export interface Turn {
  readonly kind: BallotOperationKind;
  readonly atUs: number;
}

/** If nothing is under way. In the past means now. */
export function nextTurn(state: BallotState, settings: BallotSettings): Turn {
  // Its authority is given up already; the sooner others know, the better.
  if (state.isResigning) return { kind: 'resign', atUs: -Infinity };
  const turn = dueTurn(state, settings);
  return { kind: turn.kind, atUs: Math.max(turn.atUs, state.pauseUntilUs) };
}

function dueTurn(state: BallotState, settings: BallotSettings): Turn {
  const now = (kind: BallotOperationKind): Turn => ({ kind, atUs: state.pauseUntilUs });
  const isLeader = leads(state, settings);
  if (state.config === 'unreadable' || (state.config === 'differs' && isLeader)) return now('writeConfig');
  if (!state.isInitialized) return now('initialize');
  if (!state.isRegistered) return now('register');
  const heartbeatUs = Math.min(state.heardAtUs + settings.heartbeatUs, state.turnSoonUs);
  if (isLeader) return leadersTurn(state, settings, heartbeatUs);
  if (heartbeatUs < state.holdOffUntilUs) return { kind: 'watch', atUs: heartbeatUs };
  return { kind: 'cycle', atUs: Math.min(heartbeatUs, claimAtUs(state)) };
}

function leadersTurn(state: BallotState, settings: BallotSettings, heartbeatUs: number): Turn {
  const refreshUs = Math.max(state.heardAtUs, state.refreshedAtUs) + settings.refreshUs;
  const evictUs = state.evictedAtUs + settings.candidateTimeoutUs;
  if (evictUs < heartbeatUs && evictUs < refreshUs) return { kind: 'evict', atUs: evictUs };
  return refreshUs < heartbeatUs
    ? { kind: 'refresh', atUs: refreshUs }
    : { kind: 'cycle', atUs: heartbeatUs };
}

/** When the known lease is over and chance has had its say; Infinity if there is none to wait for. */
export function claimAtUs(state: BallotState): number {
  return state.lease === null ? Infinity : leaseEndUs(state.lease, state) + state.claimJitterUs;
}
