import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE, offsets } from './script';

export const longestIsNotNewest: Scenario = {
  id: 'longest-is-not-newest',
  title: 'The longest log is not the newest',
  summary:
    'Cut off, the old primary n1 goes on writing to offset 900, and nobody acknowledges it; the others reach 150 under n2. When n2 dies, n1 has the highest offset and yet must not win: offsets are dated by the epoch that assigned them.',
  watch: 'n1 has offset 900, n3 has 150. At 37.8\u00a0s n3 stands, and n1 votes for it.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 1,
    ...PACE,
    faults: [
      ...offsets(9000, { n1: 100, n2: 100, n3: 100, n4: 100, n5: 100 }),
      { atMs: 12_000, kind: 'partition', groups: [['n1'], ['n2', 'n3', 'n4', 'n5']] },
      ...offsets(13_000, { n1: 900 }),
      ...offsets(22_000, { n2: 150, n3: 150, n4: 150, n5: 150 }),
      { atMs: 26_000, kind: 'healAll' },
      { atMs: 32_000, kind: 'kill', node: 'n2' },
    ],
  },
  lookAtMs: 37_900,
  untilMs: 45_000,
};
