import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE, offsets } from './script';

export const betterOffset: Scenario = {
  id: 'better-offset',
  title: 'The better offset wins',
  summary:
    'When n1 dies, n4 has all of its data and the others lag behind. n2 and n3 would be first by name, but they know that n4 is better and hold back for it.',
  watch: 'Watch n4 stand at 19.3\u00a0s, and n2 and n3 vote for it without a try of their own.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 1,
    ...PACE,
    faults: [
      ...offsets(9000, { n1: 120, n2: 80, n3: 90, n4: 120, n5: 100 }),
      { atMs: 12_000, kind: 'kill', node: 'n1' },
    ],
  },
  lookAtMs: 19_500,
  untilMs: 30_000,
};
