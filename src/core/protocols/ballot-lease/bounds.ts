/**
 * How long a failover takes by the rules of the ballot lease, from the failure of the leader to the next authority.
 *
 * A lease counts from the moment at which the leader began to ask for it, and nobody can claim before it is over, so it
 * matters how old the last one was. An operation on the store is two round trips: it reads, then it commits.
 */
import type { Config, FailoverBound } from '../../protocol';
import { ballotTiming } from './fields';

export function ballotBounds(
  config: Config,
  [least, most]: readonly [least: number, most: number],
): readonly FailoverBound[] {
  const { leaseMs, heartbeatMs, refreshMs, claimJitterMs } = ballotTiming(config);
  const turnMs = Math.min(refreshMs, heartbeatMs);
  const bounds: FailoverBound[] = [
    {
      kind: 'least',
      // Two latencies for a turn that struck off the dead in between, three until the next commit would have arrived.
      ms: Math.max(0, leaseMs - Math.max(turnMs, 4 * most) - 5 * most + 4 * least),
      formula: 'leaseMs − min(refreshMs, heartbeatMs) − 5 × most latency + 4 × least latency',
      help: 'The leader failed just before its lease was prolonged in the store; the claim itself is two round trips.',
    },
  ];
  // A claim that takes as long as its lease is over when the answer comes.
  if (leaseMs <= turnMs + 8 * most) return bounds;
  const waitMs = Math.min(heartbeatMs, claimJitterMs);
  return [
    ...bounds,
    {
      kind: 'first',
      ms: leaseMs + Math.max(waitMs, 4 * most) + 4 * most,
      formula: 'leaseMs + min(claimJitterMs, heartbeatMs) + 4 × most latency',
      help: 'The leader had just prolonged its lease; then chance has its say, and the claim is two round trips.',
    },
  ];
}
