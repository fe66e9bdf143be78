import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE } from './script';

export const shortPause: Scenario = {
  id: 'short-pause',
  title: 'A primary stops for a moment',
  summary:
    'n1 stands still from 12 to 15.5\u00a0s. Its authority runs out meanwhile, but the others are patient for longer than that, so nobody stands and n1 goes on in the same epoch: a little patience is cheaper than a failover for nothing.',
  watch: 'The patience of the others is two thirds gone when n1 wakes: watch it start again.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 1,
    ...PACE,
    faults: [
      { atMs: 12_000, kind: 'freeze', node: 'n1' },
      { atMs: 15_500, kind: 'thaw', node: 'n1' },
    ],
  },
  lookAtMs: 15_000,
  untilMs: 25_000,
};
