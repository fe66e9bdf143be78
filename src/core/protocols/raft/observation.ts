/** The part of a node's state that everybody watches, in the terms of all protocols. */
import { UNKNOWN, type LeaderState } from '../../leadership/leader-state';
import type { NodeId, Observation, Role } from '../../program';
import type { RaftCore } from './core';
import type { Settings } from './settings';

/** Who only asks whether it would be elected has changed nothing yet: it is a replica that follows nobody. */
export function roleOf({ role }: RaftCore): Role {
  if (role === 'leader') return 'primary';
  return role === 'candidate' ? 'candidate' : 'replica';
}

/**
 * `previous`, if nothing in it changed. How far its data goes is the last index of the log with its term, by which voters
 * compare; how much of that is decided is `commit`. `authorityUntilUs` is 0 without authority, and `hasAuthority` whether it
 * is ahead on the node's own clock.
 */
export function observationOf(
  core: RaftCore,
  settings: Settings,
  nextTickUs: number,
  authorityUntilUs: number,
  hasAuthority: boolean,
  previous: Observation | null,
): Observation {
  const { tickUs, voters } = settings;
  const role = roleOf(core);
  const epoch = core.term;
  const primary: NodeId | null = core.lead === 0 ? null : voters[core.lead]!;
  const waits = role === 'replica';
  // Ticks that have passed count from the last one; the heartbeat that began them came up to a tick later.
  const patienceFromUs = waits ? nextTickUs - (core.electionElapsed + 1) * tickUs : 0;
  const patienceUntilUs = waits ? patienceFromUs + core.timeout * tickUs : Infinity;
  const { lastIndex: replOffset, lastTerm: dataEpoch } = core.log;
  const votedEpoch = core.vote === 0 ? 0 : core.term;
  const votedFor: NodeId | null = core.vote === 0 ? null : voters[core.vote]!;
  const knows = role === 'primary' ? hasAuthority : role === 'replica' && primary !== null;
  const { commit } = core;
  if (
    previous !== null &&
    previous.role === role &&
    previous.epoch === epoch &&
    previous.primary === primary &&
    previous.authorityUntilUs === authorityUntilUs &&
    previous.patienceFromUs === patienceFromUs &&
    previous.patienceUntilUs === patienceUntilUs &&
    previous.replOffset === replOffset &&
    previous.dataEpoch === dataEpoch &&
    previous.votedEpoch === votedEpoch &&
    previous.votedFor === votedFor &&
    previous.commit === commit &&
    knows === (previous.leadership.kind !== 'unknown')
  )
    return previous;
  const stands =
    previous !== null && previous.role === role && previous.epoch === epoch && previous.primary === primary;
  const leadership =
    stands && knows === (previous.leadership.kind !== 'unknown')
      ? previous.leadership
      : knows
        ? leadershipOf(role, epoch, primary, settings)
        : UNKNOWN;
  return {
    role,
    epoch,
    primary,
    authorityUntilUs,
    authoritySpanUs: settings.core.electionTick * tickUs,
    patienceFromUs,
    patienceUntilUs,
    replOffset,
    dataEpoch,
    votedEpoch,
    votedFor,
    leadership,
    commit,
  };
}

function leadershipOf(
  role: Role,
  epoch: number,
  primary: NodeId | null,
  { addresses }: Settings,
): LeaderState {
  if (role === 'primary') return { kind: 'leader', epoch };
  const leaderEndpoint = addresses[primary!];
  return leaderEndpoint === undefined
    ? { kind: 'follower', leaderEpoch: epoch }
    : { kind: 'follower', leaderEndpoint, leaderEpoch: epoch };
}
