import { PACE_WITH_CLIENTS } from './pace';
import type { Scenario } from './scenario';
import { FIVE, fromOthers } from './script';

export const acknowledgedAlone: Scenario = {
  id: 'acknowledged-alone',
  title: 'Acknowledged by the primary alone',
  summary:
    'n1 acknowledges a write as soon as it has it itself, and at 14\u00a0s it is cut off from the other nodes, but not from c1. Write 4 is acknowledged and is nowhere else: n2 is elected without it, and it is lost.',
  watch:
    'c1 has its answer for write 4 from n1, which alone holds it. At 21.4\u00a0s n2 begins to serve without it.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    clients: 1,
    seed: 1,
    ...PACE_WITH_CLIENTS,
    safeguards: { majorityAck: false },
    faults: [...fromOthers(14_000, 'cut', 'n1', FIVE), { atMs: 32_000, kind: 'healAll' }],
  },
  lookAtMs: 21_400,
  untilMs: 34_000,
};
