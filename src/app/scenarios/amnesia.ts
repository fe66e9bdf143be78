import { PACE } from './pace';
import type { Scenario } from './scenario';
import { bothWays, THREE } from './script';

/**
 * n3 is the voter of both. It must meet n1 only after its grace is over, and n1 must never have heard of epoch 2.
 */
export const amnesia: Scenario = {
  id: 'amnesia',
  title: 'Amnesia: two winners of one epoch',
  summary:
    'With durable votes switched off, n3 helps to elect n2 in epoch 2, restarts, and remembers nothing of it. n1 was cut off all the time and asks for the same epoch, n3 votes a second time, and epoch 2 has two winners.',
  watch:
    'n3 votes in epoch 2 at 7.0\u00a0s for n2, restarts at 12.7\u00a0s, and votes in epoch 2 again, for n1.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: THREE,
    seed: 1,
    ...PACE,
    safeguards: { durableVotes: false },
    faults: [
      { atMs: 0, kind: 'partition', groups: [['n1'], ['n2', 'n3']] },
      { atMs: 12_700, kind: 'partition', groups: [['n2'], ['n1', 'n3']] },
      { atMs: 12_700, kind: 'restart', node: 'n3' },
      ...bothWays(17_000, 'heal', 'n1', 'n3'),
      { atMs: 26_000, kind: 'healAll' },
    ],
  },
  lookAtMs: 20_150,
  untilMs: 34_000,
};
