import type { Scenario } from '../scenario';
import { bothWays } from '../script';

/** Source: elasticsearch #10935, where one of two master-eligible nodes was enough to elect one. */
const run = {
  version: 1,
  protocol: 'quorum',
  nodes: ['n1', 'n2'],
  seed: 1,
  config: { hbIntervalMs: 200, downAfterMs: 2000 },
  network: { latencyMs: [20, 60] },
  faults: bothWays(6000, 'cut', 'n1', 'n2'),
} as const;

export const twoMasters: Scenario = {
  id: 'two-masters',
  title: 'Two nodes, two masters',
  summary:
    'Two nodes with the majority rule switched off, so that one vote is enough, and the link between them is cut. Each goes on alone: n1 keeps what it has, and n2 elects itself.',
  watch: 'At 7.9\u00a0s n2 has authority with its own vote; n1 has it too, and will keep it.',
  run: { ...run, safeguards: { majorityQuorum: false } },
  lookAtMs: 10_000,
  untilMs: 16_000,
};

export const twoMastersMajority: Scenario = {
  id: 'two-masters-majority',
  title: 'Two nodes, and one of them is not enough',
  summary:
    'The same cut with the majority rule: of two nodes both have to agree. n1 stops, n2 may not begin, and nobody leads until they hear each other.',
  watch: 'At 7.3\u00a0s the authority of n1 is over, and nobody else has any.',
  run,
  lookAtMs: 10_000,
  untilMs: 16_000,
};
