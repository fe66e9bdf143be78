import { FIVE } from '../script';
import type { Scenario } from '../scenario';

/** Source: Ongaro and Ousterhout (2014), section 5.3 and figure 7. */
export const divergentLogs: Scenario = {
  id: 'raft-divergent-logs',
  title: 'Two terms of logs that part',
  summary:
    'A partition leaves n1 and n2 with an entry of term 1 that no majority has, while the other three elect n3 and go on in term 2. Once all is healed the entry that was never decided gives way, and what was acknowledged stays.',
  watch: 'Open the Log: entry 36 of n1 and n2 differs, and is cut off and replaced at 12.2\u00a0s.',
  run: {
    version: 1,
    protocol: 'raft',
    nodes: FIVE,
    seed: 1,
    clients: 2,
    config: { readShare: 0 },
    faults: [
      {
        atMs: 6000,
        kind: 'partition',
        groups: [
          ['n1', 'n2', 'c1'],
          ['n3', 'n4', 'n5', 'c2'],
        ],
      },
      { atMs: 12_000, kind: 'healAll' },
    ],
  },
  lookAtMs: 11_500,
  untilMs: 16_000,
};
