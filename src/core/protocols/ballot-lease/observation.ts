/** The part of a node's state that everybody watches, for protocol `ballot-lease`. */
import { sameLeaderState, UNKNOWN, type LeaderState } from '../../leadership/leader-state';
import type { NodeId, Observation, Role } from '../../program';
import type { BallotSettings } from './settings';
import { leads, leaseEndUs, type BallotState, type KnownLease } from './state';

/** `previous` lends its parts where they are still true, and itself where all of it is. */
export function observationOf(
  state: BallotState,
  settings: BallotSettings,
  previous: Observation | null,
): Observation {
  const { lease, leaseHolds } = state;
  const isLeader = leads(state, settings);
  const followed = leaseHolds && lease !== null && !isLeader ? lease : null;
  const leadership = leadershipOf(state, settings, isLeader, followed);
  const next: Observation = {
    role: roleOf(state, isLeader),
    epoch: state.epoch,
    primary: isLeader ? settings.nodeId : memberOf(followed, settings),
    authorityUntilUs: isLeader ? leaseEndUs(lease as KnownLease, state) : 0,
    authoritySpanUs: settings.leaseUs,
    patienceFromUs: followed === null ? 0 : state.leaseReadAtUs,
    patienceUntilUs: followed === null ? Infinity : leaseEndUs(followed, state),
    replOffset: state.replOffset,
    dataEpoch: state.dataEpoch,
    votedEpoch: 0,
    votedFor: null,
    leadership:
      previous !== null && sameLeaderState(previous.leadership, leadership)
        ? previous.leadership
        : leadership,
    ...(isLeader && { reign: state.reign }),
  };
  return previous !== null && sameObservation(previous, next) ? previous : next;
}

function roleOf({ isClaiming, leaseHolds }: BallotState, isLeader: boolean): Role {
  if (isLeader) return 'primary';
  return isClaiming && !leaseHolds ? 'candidate' : 'replica';
}

/** A record in the store can name anybody; only a member can be pointed at. */
function memberOf(lease: KnownLease | null, { peerIds }: BallotSettings): NodeId | null {
  return lease !== null && peerIds.includes(lease.leaderId) ? lease.leaderId : null;
}

/**
 * An epoch never goes back here, whatever it does in the store: with `keepBallotOnResign` off the ballots begin at 1 again,
 * and a leader of such a ballot is named without it.
 */
function leadershipOf(
  state: BallotState,
  settings: BallotSettings,
  isLeader: boolean,
  followed: KnownLease | null,
): LeaderState {
  if (isLeader) return { kind: 'leader', epoch: state.epoch };
  if (followed === null) return UNKNOWN;
  const leaderEndpoint = settings.addresses[followed.leaderId];
  return {
    kind: 'follower',
    ...(leaderEndpoint !== undefined && { leaderEndpoint }),
    ...(followed.ballot >= state.leaderEpochMax && { leaderEpoch: followed.ballot }),
  };
}

function sameObservation(a: Observation, b: Observation): boolean {
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
    a.leadership === b.leadership &&
    a.reign === b.reign
  );
}
