import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE } from './script';

/**
 * n3 cannot hear n2, so that each of the two takes itself for the best candidate. With this seed they stand within a
 * tenth of a second, and their offers reach one voter each first.
 */
export const duelingCandidates: Scenario = {
  id: 'dueling-candidates',
  title: 'Dueling candidates',
  summary:
    'n1 dies, and n2 and n3 stand for the same epoch at the same time: n4 votes for one, n5 for the other. Nobody wins, and the seeded luck of their backoff lets one of them try again alone.',
  watch: 'Two offers cross at 18.1\u00a0s, and two votes go to each: then watch who comes back first.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 12,
    ...PACE,
    faults: [
      { atMs: 9000, kind: 'cut', from: 'n2', to: 'n3' },
      { atMs: 12_000, kind: 'kill', node: 'n1' },
    ],
  },
  lookAtMs: 18_900,
  untilMs: 30_000,
};
