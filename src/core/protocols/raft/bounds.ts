/**
 * How long a failover takes by the rules, from the failure of the leader to the next authority: a follower waits for a
 * timeout of its own, between one and two times `electionTick`, then asks, stands, and commits an entry of its own term.
 */
import type { Config, FailoverBound, Safeguards } from '../../protocol';
import { raftSettings } from './config';
import { raftSafeguards } from './safeguards';

type Latency = readonly [least: number, most: number];

/**
 * Ticks are not in step with messages: a timeout of so many ticks is over up to one tick sooner than that after the
 * heartbeat that began it. The last heartbeat that was heard left up to a heartbeat's time before the failure, or
 * earlier by what the next one needs, which was lost with its link.
 */
export function raftBounds(
  config: Config,
  [least, most]: Latency,
  safeguards: Safeguards = {},
): readonly FailoverBound[] {
  const { tickMs, electionTick, heartbeatTick } = raftSettings(config);
  // Of the heartbeat that came last, request and vote, append and answer; with pre-vote a question and its answer before.
  const asks = raftSafeguards(safeguards).preVote ? 2 : 0;
  const trips = 5 + asks;
  const bounds: FailoverBound[] = [
    {
      kind: 'least',
      ms: Math.max(0, (electionTick - 1 - heartbeatTick) * tickMs + trips * least - most),
      formula: `(electionTick − 1 − heartbeatTick) × tickMs + ${trips} × least latency − most latency`,
      help: `The shortest timeout began with a heartbeat that left almost an interval before the failure; ${asks > 0 ? 'question, answer, ' : ''}request, vote, append and answer take one latency each.`,
    },
  ];
  // A vote that comes after the next timeout is for nobody.
  if (electionTick * tickMs < 2 * most) return bounds;
  const longestMs = (2 * electionTick - 1) * tickMs;
  const attempt = (kind: FailoverBound['kind'], number: number, help: string): FailoverBound => {
    const all = trips + (number - 1) * (asks + 2);
    return {
      kind,
      ms: number * longestMs + all * most,
      formula: `${number === 1 ? '' : `${number} × `}(2 × electionTick − 1) × tickMs + ${all} × most latency`,
      help,
    };
  };
  return [
    ...bounds,
    attempt('first', 1, 'The follower that drew the shortest timeout drew the longest there is.'),
    attempt(
      'second',
      2,
      'The first that asks is refused by voters that heard the old leader later, or two stand at the same moment and share the votes; each then waits for another timeout.',
    ),
    attempt('third', 3, 'That happened twice.'),
  ];
}
