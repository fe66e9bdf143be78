import { PACE } from './pace';
import type { Scenario } from './scenario';

export const twoNodes: Scenario = {
  id: 'two-nodes',
  title: 'Two nodes only',
  summary:
    'n1 leads a cluster of two, and n2 dies at 12\u00a0s. One of two is no majority, so n1 must stop leading until n2 is back: two nodes tolerate no failure at all.',
  watch: 'n1 is healthy all the time. Watch its authority drain at 13.4\u00a0s, and come back only with n2.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: ['n1', 'n2'],
    seed: 1,
    ...PACE,
    faults: [
      { atMs: 12_000, kind: 'kill', node: 'n2' },
      { atMs: 24_000, kind: 'restart', node: 'n2' },
    ],
  },
  lookAtMs: 14_000,
  untilMs: 40_000,
};
