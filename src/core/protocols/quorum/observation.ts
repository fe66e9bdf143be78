/** The part of a node's state that everybody watches. */
import { sameLeaderState, UNKNOWN, type LeaderState } from '../../leadership/leader-state';
import type { Observation } from '../../program';
import { missingFromUs } from './hearing';
import { boundEpoch, withholdsGrant } from './promise';
import type { Settings } from './settings';
import type { QuorumState } from './state';

/** `previous` lends its parts where they are still true. */
export function observationOf(
  state: QuorumState,
  settings: Settings,
  previous: Observation | null,
): Observation {
  const leadership = leadershipOf(state, settings);
  return {
    role: state.role,
    epoch: state.epoch,
    primary: state.primary,
    authorityUntilUs: state.authorityUntilUs,
    authoritySpanUs: settings.leaseUs,
    patienceFromUs: state.primarySignUs,
    patienceUntilUs: state.role === 'replica' ? missingFromUs(state, settings) : Infinity,
    replOffset: state.replOffset,
    dataEpoch: state.dataEpoch,
    votedEpoch: state.promised,
    votedFor: state.votedFor,
    grantsTo: withholdsGrant(state, settings) ? null : state.primary,
    boundEpoch: boundEpoch(state),
    leadership:
      previous !== null && sameLeaderState(previous.leadership, leadership)
        ? previous.leadership
        : leadership,
  };
}

export function sameObservation(a: Observation, b: Observation): boolean {
  return (
    a.role === b.role &&
    a.epoch === b.epoch &&
    a.primary === b.primary &&
    a.authorityUntilUs === b.authorityUntilUs &&
    a.authoritySpanUs === b.authoritySpanUs &&
    a.patienceFromUs === b.patienceFromUs &&
    a.patienceUntilUs === b.patienceUntilUs &&
    a.replOffset === b.replOffset &&
    a.dataEpoch === b.dataEpoch &&
    a.votedEpoch === b.votedEpoch &&
    a.votedFor === b.votedFor &&
    a.grantsTo === b.grantsTo &&
    a.boundEpoch === b.boundEpoch &&
    a.leadership === b.leadership
  );
}

/** A primary without authority, and a candidate, point at nobody: what they last knew is what they doubt. */
function leadershipOf(state: QuorumState, settings: Settings): LeaderState {
  if (state.role === 'primary') {
    return state.hasAuthority ? { kind: 'leader', epoch: state.epoch } : UNKNOWN;
  }
  if (state.role === 'candidate' || state.primary === null) return UNKNOWN;
  const leaderEndpoint = settings.addresses[state.primary];
  return leaderEndpoint === undefined
    ? { kind: 'follower', leaderEpoch: state.epoch }
    : { kind: 'follower', leaderEndpoint, leaderEpoch: state.epoch };
}
