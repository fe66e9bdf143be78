/**
 * How long a failover takes by the rules, from the failure of the primary to the next authority. The best replica stands
 * `downAfterMs` after the last heartbeat of the primary came. That one left at most one interval before the failure, or
 * earlier by what it takes if the next one was lost on its way, with the link that the failure cut.
 */
import { electConfig } from '../../election/config';
import type { Config, FailoverBound } from '../../protocol';

type Latency = readonly [least: number, most: number];

/** A majority of votes makes the candidate primary, and whoever hears a majority has authority at once. */
export function kevyBounds(config: Config, [least, most]: Latency): readonly FailoverBound[] {
  const { hbIntervalMs, downAfterMs, electionTimeoutMs } = electConfig(config);
  const bounds: FailoverBound[] = [
    {
      kind: 'least',
      ms: Math.max(0, downAfterMs - hbIntervalMs + 3 * least - most),
      formula: 'downAfterMs − hbIntervalMs + 3 × least latency − most latency',
      help: 'The last heartbeat came almost an interval before the failure; offer and vote take one latency each.',
    },
  ];
  if (electionTimeoutMs < 2 * most) return bounds;
  return [
    ...bounds,
    {
      kind: 'first',
      ms: downAfterMs + 3 * most,
      formula: 'downAfterMs + 3 × most latency',
      help: 'The last heartbeat left as the primary failed; nobody refuses the best candidate.',
    },
  ];
}
