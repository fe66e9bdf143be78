/**
 * How long a failover takes by the rules, from the failure of the primary to the next authority. The best replica asks
 * `downAfterMs` and a moment of its own after the last heartbeat of the primary came, and stands if it is answered. That
 * heartbeat left at most one interval before the failure, or earlier by what it takes if the next one was lost on its
 * way, with the link that the failure cut.
 */
import type { Config, FailoverBound, Safeguards } from '../../protocol';
import { quorumConfig } from './config';
import { quorumSafeguards } from './safeguards';

type Latency = readonly [least: number, most: number];

/**
 * A winner has to be granted its lease as well: its heartbeat reaches the others, and each answers with its own next
 * one. A voter refuses while it still hears the old primary, which can happen whenever the last heartbeat reached it
 * later than the candidate, by more than a question takes. Then the question comes to nothing, and is asked again after
 * `electionTimeoutMs`; by that time those who refused ask as well. If two of them stand at one moment, they take each
 * other the votes, and back off by chance; a further attempt that is disturbed as well is rare, and not bounded here.
 */
export function quorumBounds(
  config: Config,
  [least, most]: Latency,
  safeguards: Safeguards = {},
): readonly FailoverBound[] {
  const { hbIntervalMs, downAfterMs, electionTimeoutMs, leaseMs, ...backoff } = quorumConfig(config);
  const { electionBackoffMs, electionBackoffJitterMs } = backoff;
  // Of question and answer, offer and vote, heartbeat and grant; the heartbeat that came last makes one more.
  const asks = quorumSafeguards(safeguards).preVote ? 2 : 0;
  const trips = 5 + asks;
  const ownMomentMs = Math.min(hbIntervalMs, electionBackoffJitterMs);
  const bounds: FailoverBound[] = [
    {
      kind: 'least',
      ms: Math.max(0, downAfterMs - hbIntervalMs + trips * least - most),
      formula: `downAfterMs − hbIntervalMs + ${trips} × least latency − most latency`,
      help: `The last heartbeat came almost an interval before the failure; ${asks > 0 ? 'question, answer, ' : ''}offer, vote, heartbeat and grant take one latency each.`,
    },
  ];
  // A vote that comes too late is for nobody, and a grant that comes too late is over: either may go on for ever.
  if (electionTimeoutMs < 2 * most || leaseMs <= hbIntervalMs + 2 * most) return bounds;
  const firstMs = downAfterMs + hbIntervalMs + ownMomentMs + trips * most;
  const rest = `hbIntervalMs + ${trips} × most latency`;
  return [
    ...bounds,
    {
      kind: 'first',
      ms: firstMs,
      formula: `downAfterMs + first jitter + ${rest}`,
      help: 'The last heartbeat left as the primary failed, the best replica waits for a moment of its own, and a grant waits for the next heartbeat of who gives it.',
    },
    {
      kind: 'second',
      ms: firstMs + electionTimeoutMs + ownMomentMs,
      formula: `downAfterMs + electionTimeoutMs + 2 × first jitter + ${rest}`,
      help: 'Voters that heard the old primary later than the first that asks refuse it; it asks again when its time is over, or they do.',
    },
    {
      kind: 'third',
      ms:
        firstMs +
        2 * electionTimeoutMs +
        ownMomentMs +
        electionBackoffMs +
        electionBackoffJitterMs +
        asks * most,
      formula: `downAfterMs + 2 × electionTimeoutMs + electionBackoffMs + electionBackoffJitterMs + 2 × first jitter + hbIntervalMs + ${trips + asks} × most latency`,
      help: 'Two that were refused stood at the same moment and took each other the votes; then chance tells them apart.',
    },
  ];
}
