import { comebackRun } from './comeback-run';
import type { Scenario } from './scenario';

export const comebackUndated: Scenario = {
  id: 'comeback-undated',
  title: 'Undated offsets lose an acknowledged write',
  summary:
    'Cut off at 14\u00a0s, n1 takes three writes to offset 13 that nobody confirms; n2 follows it, confirms write 6 of c1 at offset 12, and dies. Without dates the offset of n1 is as good as the 13 of n3: n1 wins, and its old copy replaces the one with the acknowledged write.',
  watch: 'At 31.7\u00a0s n3 votes for n1. n1 is without c1#6, and at 33.8\u00a0s n3 drops it.',
  run: comebackRun({ datedOffsets: false }),
  lookAtMs: 33_900,
  untilMs: 37_000,
};
