import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE } from './script';

/** With this seed n1 wins the first election at 6.8 s, and its authority is renewed when it is killed. */
export const cleanFailover: Scenario = {
  id: 'clean-failover',
  title: 'Clean failover',
  summary:
    'Five nodes elect n1, and n1 is killed at 12\u00a0s. The others wait until its silence has lasted long enough, vote, and go on under a higher epoch.',
  watch:
    'n1 dies at 12\u00a0s. For a while nobody leads: watch the patience of the others run out, then their votes.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 1,
    ...PACE,
    faults: [{ atMs: 12_000, kind: 'kill', node: 'n1' }],
  },
  lookAtMs: 19_300,
  untilMs: 30_000,
};
