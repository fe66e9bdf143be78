/** What an author's `observe` returned, as everybody here watches a node. */
import { sameLeaderState, UNKNOWN, type LeaderState } from '../../leadership/leader-state';
import type { NodeId, Observation, Role } from '../../program';
import { told } from './fields';

const ROLES: readonly unknown[] = ['primary', 'replica', 'candidate'];

export interface Surroundings {
  readonly nodeId: NodeId;
  readonly peerIds: readonly NodeId[];
  readonly addresses: Readonly<Record<NodeId, string>>;
}

/** Of a process that has not begun. */
export const NOTHING_YET: Observation = {
  role: 'replica',
  epoch: 0,
  primary: null,
  authorityUntilUs: 0,
  authoritySpanUs: 0,
  patienceFromUs: 0,
  patienceUntilUs: Infinity,
  replOffset: 0,
  dataEpoch: 0,
  votedEpoch: 0,
  votedFor: null,
  leadership: UNKNOWN,
};

/** `previous` again if all is as it was. Throws a sentence on what no node can be. */
export function readObserved(
  value: unknown,
  around: Surroundings,
  nowUs: number,
  previous: Observation,
  offset: Pick<Observation, 'replOffset' | 'dataEpoch'>,
): Observation {
  if (typeof value !== 'object' || value === null)
    throw new Error(`must return an object, and not ${told(value)}`);
  const given = value as Readonly<Record<string, unknown>>;
  const role = given['role'];
  if (!ROLES.includes(role))
    throw new Error(`role must be "primary", "replica" or "candidate", and not ${told(role)}`);
  const epoch = wholeAt(given['epoch'], 'epoch', 0);
  const primary = memberAt(given['primary'], 'primary', around);
  const authorityUntilUs = authorityIn(given['authority'], given['authorityUntilMs']);
  const replOffset =
    given['replOffset'] === undefined ? offset.replOffset : wholeAt(given['replOffset'], 'replOffset', 0);
  const votedEpoch = given['votedEpoch'] === undefined ? 0 : wholeAt(given['votedEpoch'], 'votedEpoch', 0);
  const votedFor = memberAt(given['votedFor'], 'votedFor', around);
  const leads = role === 'primary' && authorityUntilUs > nowUs;
  const same =
    previous.role === role &&
    previous.epoch === epoch &&
    previous.primary === primary &&
    previous.authorityUntilUs === authorityUntilUs &&
    previous.replOffset === replOffset &&
    previous.dataEpoch === offset.dataEpoch &&
    previous.votedEpoch === votedEpoch &&
    previous.votedFor === votedFor &&
    (previous.leadership.kind === 'leader') === leads;
  if (same) return previous;
  const leadership = leadershipOf(leads, epoch, primary, around);
  return {
    role: role as Role,
    epoch,
    primary,
    authorityUntilUs,
    authoritySpanUs: authorityUntilUs === Infinity ? 0 : Math.max(0, authorityUntilUs - nowUs),
    patienceFromUs: 0,
    patienceUntilUs: Infinity,
    replOffset,
    dataEpoch: offset.dataEpoch,
    votedEpoch,
    votedFor,
    leadership: sameLeaderState(leadership, previous.leadership) ? previous.leadership : leadership,
  };
}

function leadershipOf(
  leads: boolean,
  epoch: number,
  primary: NodeId | null,
  around: Surroundings,
): LeaderState {
  if (leads) return { kind: 'leader', epoch };
  if (primary === null || primary === around.nodeId) return UNKNOWN;
  return { kind: 'follower', leaderEndpoint: around.addresses[primary] ?? primary, leaderEpoch: epoch };
}

function authorityIn(authority: unknown, untilMs: unknown): number {
  if (untilMs !== undefined && untilMs !== null) {
    if (typeof untilMs !== 'number' || Number.isNaN(untilMs))
      throw new Error(`authorityUntilMs must be a number, and not ${told(untilMs)}`);
    return untilMs === Infinity ? Infinity : Math.max(0, Math.round(untilMs * 1000));
  }
  if (authority === undefined || authority === false) return 0;
  if (authority === true) return Infinity;
  throw new Error(`authority must be true or false, and not ${told(authority)}`);
}

function wholeAt(value: unknown, what: string, least: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
  throw new Error(`${what} must be a whole number from ${least} on, and not ${told(value)}`);
}

function memberAt(value: unknown, what: string, { peerIds }: Surroundings): NodeId | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && peerIds.includes(value)) return value;
  throw new Error(`${what} must be a member or null, and not ${told(value)}`);
}
