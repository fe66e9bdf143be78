import { comebackRun } from './comeback-run';
import type { Scenario } from './scenario';

export const comebackUndated: Scenario = {
  id: 'comeback-undated',
  title: 'Undated offsets lose an acknowledged write',
  summary:
    'Cut off at 14\u00a0s, n1 takes three writes to offset 11 that nobody confirms; n2 follows it, confirms write 5 of c2 at offset 10, and dies. Without dates the offset of n1 is better than the 10 of n3: n1 wins, and its old copy replaces the one with the acknowledged write.',
  watch: 'At 29.9\u00a0s n3 votes for n1. n1 is without c2#5, and at 31.9\u00a0s n3 drops it.',
  run: comebackRun({ datedOffsets: false }),
  lookAtMs: 31_900,
  untilMs: 37_000,
};
