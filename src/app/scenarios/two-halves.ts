import { PACE } from './pace';
import type { Scenario } from './scenario';

export const twoHalves: Scenario = {
  id: 'two-halves',
  title: 'Half is not a majority',
  summary:
    'Four nodes with the majority rule switched off, so that two votes are enough, and the network splits them two and two. Each half elects or keeps a primary, and both may act: two halves need not share a member, two majorities always do.',
  watch: 'n1 keeps its authority with n2 alone. Watch n3 get its own with n4, at 20.4\u00a0s.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: ['n1', 'n2', 'n3', 'n4'],
    seed: 1,
    ...PACE,
    safeguards: { majorityQuorum: false },
    faults: [
      {
        atMs: 12_000,
        kind: 'partition',
        groups: [
          ['n1', 'n2'],
          ['n3', 'n4'],
        ],
      },
    ],
  },
  lookAtMs: 21_000,
  untilMs: 30_000,
};
