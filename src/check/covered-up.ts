/** For tests: a run in which the step that breaks something and one that covers it up share an instant. */
import type { Run } from '../sim/run';

/**
 * All latencies are alike, so much arrives at once. n2 is elected in a partition; when that is healed, the old primary n1
 * hears a majority again, and in the same microsecond, a step later, of n2's victory.
 */
export const COVERED_UP: Run = {
  version: 1,
  protocol: 'kevy',
  nodes: ['n1', 'n2', 'n3'],
  seed: 11,
  config: { hbIntervalMs: 20, downAfterMs: 200 },
  network: { latencyMs: [20, 20] },
  faults: [
    { atMs: 500, kind: 'partition', groups: [['n1'], ['n2', 'n3']] },
    { atMs: 710, kind: 'healAll' },
  ],
};

export const BROKEN_AT_MS = 740;
