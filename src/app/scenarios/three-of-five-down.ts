import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE } from './script';

/** Two failures are survived; the third takes the majority away, and with it the right to lead. */
export const threeOfFiveDown: Scenario = {
  id: 'three-of-five-down',
  title: 'Three of five down',
  summary:
    'Two replicas fall at 12\u00a0s and the primary carries on; a third falls at 20\u00a0s. Two of five cannot know whether the other three are dead or only unreachable, so nobody may lead.',
  watch: 'At 20\u00a0s n1 loses its majority: it stays alive, but its authority drains and is not renewed.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 1,
    ...PACE,
    faults: [
      { atMs: 12_000, kind: 'kill', node: 'n4' },
      { atMs: 12_000, kind: 'kill', node: 'n5' },
      { atMs: 20_000, kind: 'kill', node: 'n3' },
    ],
  },
  lookAtMs: 22_000,
  untilMs: 35_000,
};
