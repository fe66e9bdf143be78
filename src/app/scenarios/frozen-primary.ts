import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE } from './script';

export const frozenPrimary: Scenario = {
  id: 'frozen-primary',
  title: 'A primary wakes from a long pause',
  summary:
    'n1 stands still from 12 to 26\u00a0s, as a process does in a long pause of its collector or its virtual machine. When it goes on it still takes itself for the primary, but its authority was dated by its own clock and is long over.',
  watch:
    'At 26\u00a0s n1 wakes as a primary: its clock tells it in the same instant that it may not act as one.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 1,
    ...PACE,
    faults: [
      { atMs: 12_000, kind: 'freeze', node: 'n1' },
      { atMs: 26_000, kind: 'thaw', node: 'n1' },
    ],
  },
  lookAtMs: 26_000,
  untilMs: 35_000,
};
