/** What a client is told by a node that does not serve what it asks for. */
import type { Observation } from '../program';
import type { Redirect, Refuse } from './message';

/** What stands for its number where a read is turned away. */
export const OF_A_READ = 0;

/** A leader says why it cannot, anybody else who leads, as far as its elector knows; `scheme` goes before the endpoint. */
export function turnedAway(
  number: number,
  elector: Observation,
  why: string,
  scheme: string,
): Redirect | Refuse {
  if (elector.role === 'primary') return { verb: 'REFUSE', number, why };
  const { leadership } = elector;
  const follows = leadership.kind === 'follower' ? leadership : null;
  const endpoint = follows?.leaderEndpoint === undefined ? '' : scheme + follows.leaderEndpoint;
  return { verb: 'REDIRECT', number, endpoint, leaderEpoch: follows?.leaderEpoch ?? -1 };
}
