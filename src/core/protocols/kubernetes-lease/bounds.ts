/**
 * How long a failover takes by the rules of the elector, from the failure of the leader to the next authority.
 *
 * Others wait one lease from when they saw the last renewal, and look only now and then: at most 2.2 retry periods and one
 * answer apart. To take a lease is to get it and to update it: two ways to the server and back.
 */
import type { Config, FailoverBound } from '../../protocol';
import { JITTER_FACTOR, leaseTiming } from './config';
import { publishedLeaseMs } from './outlook';

/** The longest wait of a follower between two tries, in retry periods. */
const LONGEST_WAIT = 1 + JITTER_FACTOR;

export function kubernetesBounds(
  config: Config,
  [least, most]: readonly [least: number, most: number],
): readonly FailoverBound[] {
  const timing = leaseTiming(config);
  const { retryPeriodMs } = timing;
  const leaseMs = publishedLeaseMs(timing);
  // Of renewals closer together than a second the later ones may look like the one before.
  const unnoticedMs = retryPeriodMs < 1000 ? 1000 : 0;
  return [
    {
      kind: 'least',
      ms: Math.max(0, leaseMs - unnoticedMs - retryPeriodMs - 2 * most + 4 * least),
      formula: 'leaseDurationMs − retryPeriodMs − 2 × most latency + 4 × least latency',
      help: 'The leader failed just before its next renewal reached the server, and a follower had seen the last one at once.',
    },
    {
      kind: 'first',
      ms: leaseMs + 2 * LONGEST_WAIT * retryPeriodMs + 10 * most,
      formula: 'leaseDurationMs + 2 × 2.2 × retryPeriodMs + 10 × most latency',
      help: 'The leader had just renewed; its follower needed its longest wait to see that, and once more to see that the lease is over.',
    },
  ];
}
