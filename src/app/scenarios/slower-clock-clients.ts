import { PACE_WITH_CLIENTS } from './pace';
import type { Scenario } from './scenario';
import { FIVE, fromOthers } from './script';

/** Cut off from the nodes only: a client reaches both leaders. */
export const slowerClockClients: Scenario = {
  id: 'slower-clock-clients',
  title: 'Beyond the margin, with data',
  summary:
    'The clock of n1 runs at less than a third of true time again, and from 20.4\u00a0s on two nodes may act as the leader. A client that asks n1 waits in vain, for n1 cannot get a majority to hold a write: two leaders, and yet nothing is acknowledged twice or lost.',
  watch:
    'n1 took write 3 and no majority has it. c1 asks n2 for the same write, and n2 acknowledges it at 24.0\u00a0s.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    clients: 1,
    seed: 1,
    ...PACE_WITH_CLIENTS,
    faults: [
      { atMs: 9000, kind: 'clock', node: 'n1', rate: 0.3 },
      ...fromOthers(14_000, 'cut', 'n1', FIVE),
      { atMs: 34_000, kind: 'healAll' },
    ],
  },
  lookAtMs: 21_400,
  untilMs: 38_000,
};
