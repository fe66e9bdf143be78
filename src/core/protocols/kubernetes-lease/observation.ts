/** The part of a node's state that everybody watches, for protocol `kubernetes-lease`. */
import { sameLeaderState, UNKNOWN, type LeaderState } from '../../leadership/leader-state';
import type { NodeId, Observation } from '../../program';
import { observedEndUs, type Lock } from './lock';
import type { KubernetesSettings } from './settings';
import { leads, leadsUntilUs, type KubernetesState } from './state';

/** `previous` lends its parts where they are still true, and itself where all of it is. */
export function observationOf(
  state: KubernetesState,
  lock: Lock,
  settings: KubernetesSettings,
  previous: Observation | null,
): Observation {
  const isLeader = leads(state);
  const isGone = state.phase.kind === 'exited';
  const followed = isLeader || isGone || state.isClaiming ? null : followedIn(lock, settings);
  const leadership = leadershipOf(state, lock, settings, followed);
  const { renewDeadlineUs, retryPeriodUs, deadlineFromRenewal } = settings;
  const next: Observation = {
    role: isLeader ? 'primary' : state.isClaiming ? 'candidate' : 'replica',
    epoch: isLeader || isGone ? state.transition : lock.observed.transitions,
    primary: isLeader ? settings.id : followed,
    authorityUntilUs: leadsUntilUs(state),
    authoritySpanUs: renewDeadlineUs + (deadlineFromRenewal ? 0 : retryPeriodUs),
    patienceFromUs: followed === null ? 0 : (lock.observedAtUs ?? 0),
    patienceUntilUs: followed === null ? Infinity : (observedEndUs(lock) ?? Infinity),
    replOffset: state.replOffset,
    dataEpoch: state.dataEpoch,
    votedEpoch: 0,
    votedFor: null,
    leadership:
      previous !== null && sameLeaderState(previous.leadership, leadership)
        ? previous.leadership
        : leadership,
  };
  return previous !== null && sameObservation(previous, next) ? previous : next;
}

/** Whom the Lease named when it was seen last, if that is another member: nobody asks a clock before it believes in it. */
function followedIn({ observed }: Lock, { id, peerIds }: KubernetesSettings): NodeId | null {
  return observed.holder !== id && peerIds.includes(observed.holder) ? observed.holder : null;
}

/** A Lease that was deleted begins at 0 again: a leader of such a transition is named without it. */
function leadershipOf(
  state: KubernetesState,
  { observed }: Lock,
  { addresses }: KubernetesSettings,
  followed: NodeId | null,
): LeaderState {
  if (leads(state)) return { kind: 'leader', epoch: state.transition };
  if (followed === null) return UNKNOWN;
  const leaderEndpoint = addresses[followed];
  return {
    kind: 'follower',
    ...(leaderEndpoint !== undefined && { leaderEndpoint }),
    ...(observed.transitions >= state.leaderEpochMax && { leaderEpoch: observed.transitions }),
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
    a.leadership === b.leadership
  );
}
