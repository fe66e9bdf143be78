import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE } from './script';

export const minorityPartition: Scenario = {
  id: 'minority-partition',
  title: 'A minority is cut off',
  summary:
    'The network splits: the primary n1 is alone with n2, the other three elect n3. For a while two nodes call themselves primary, but only the side of the majority can get authority, and after the repair there is one epoch again.',
  watch: 'The authority of n1 ends at 15.2\u00a0s, before n3 can win; at 30\u00a0s the two sides meet again.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 45,
    ...PACE,
    faults: [
      {
        atMs: 12_500,
        kind: 'partition',
        groups: [
          ['n1', 'n2'],
          ['n3', 'n4', 'n5'],
        ],
      },
      { atMs: 30_000, kind: 'healAll' },
    ],
  },
  lookAtMs: 19_500,
  untilMs: 40_000,
};
