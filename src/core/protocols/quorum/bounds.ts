/**
 * How long a failover takes by the rules, from the failure of the primary to the next authority. The best replica stands
 * `downAfterMs` after the last heartbeat of the primary came. That one left at most one interval before the failure, or
 * earlier by what it takes if the next one was lost on its way, with the link that the failure cut.
 */
import type { Config, FailoverBound } from '../../protocol';
import { quorumConfig } from './config';

type Latency = readonly [least: number, most: number];

/**
 * A winner has to be granted its lease as well: its heartbeat reaches the others, and each answers with its own next
 * one. A voter refuses while it still hears the old primary, which can happen whenever the last heartbeat reached it
 * later than the candidate, by more than the offer takes. Then the candidate gives up after `electionTimeoutMs`, and by
 * that time those who refused stand themselves. If two of them do so at one moment, they take each other the votes, and
 * back off by chance; a third attempt that is disturbed as well is rare, and not bounded here.
 */
export function quorumBounds(config: Config, [least, most]: Latency): readonly FailoverBound[] {
  const { hbIntervalMs, downAfterMs, electionTimeoutMs, leaseMs, ...backoff } = quorumConfig(config);
  const bounds: FailoverBound[] = [
    {
      kind: 'least',
      ms: Math.max(0, downAfterMs - hbIntervalMs + 5 * least - most),
      formula: 'downAfterMs − hbIntervalMs + 5 × least latency − most latency',
      help: 'The last heartbeat came almost an interval before the failure; offer, vote, heartbeat and grant take one latency each.',
    },
  ];
  // A vote that comes too late is for nobody, and a grant that comes too late is over: either may go on for ever.
  if (electionTimeoutMs < 2 * most || leaseMs <= hbIntervalMs + 2 * most) return bounds;
  const firstMs = downAfterMs + hbIntervalMs + 5 * most;
  return [
    ...bounds,
    {
      kind: 'first',
      ms: firstMs,
      formula: 'downAfterMs + hbIntervalMs + 5 × most latency',
      help: 'The last heartbeat left as the primary failed, and a grant waits for the next heartbeat of who gives it.',
    },
    {
      kind: 'second',
      ms: firstMs + electionTimeoutMs,
      formula: 'downAfterMs + electionTimeoutMs + hbIntervalMs + 5 × most latency',
      help: 'Voters that heard the old primary later than the first candidate refuse it, and stand themselves when its time is over.',
    },
    {
      kind: 'third',
      ms: firstMs + 2 * electionTimeoutMs + backoff.electionBackoffMs + backoff.electionBackoffJitterMs,
      formula:
        'downAfterMs + 2 × electionTimeoutMs + electionBackoffMs + electionBackoffJitterMs + hbIntervalMs + 5 × most latency',
      help: 'Two that refused stood at the same moment and took each other the votes; then chance tells them apart.',
    },
  ];
}
