import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE } from './script';

export const lateAndTwice: Scenario = {
  id: 'late-and-twice',
  title: 'Late, twice and out of order',
  summary:
    'Half of all messages arrive twice, one in twenty never, and some take ten times as long as others, so that they overtake each other. The failover after 14\u00a0s is a little slower, and otherwise the same: no message means more for being heard again.',
  watch: 'Hollow marks are copies. Watch n2 get the same votes more than once, and count each voter once.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 1,
    config: PACE.config,
    network: { latencyMs: [100, 1500], lossRatio: 0.05, duplicateRatio: 0.5 },
    faults: [{ atMs: 14_000, kind: 'kill', node: 'n1' }],
  },
  lookAtMs: 23_250,
  untilMs: 36_000,
};
