import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE } from './script';

export const twoOfFiveDown: Scenario = {
  id: 'two-of-five-down',
  title: 'Two of five down',
  summary:
    'The primary n1 and the next in line, n2, die at the same instant. Three of five are still a majority, so n3 asks for their votes and leads.',
  watch: 'n3 needs every vote that is left: watch it wait for n4 and n5, and get authority at 21.5\u00a0s.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 1,
    ...PACE,
    faults: [
      { atMs: 12_000, kind: 'kill', node: 'n1' },
      { atMs: 12_000, kind: 'kill', node: 'n2' },
    ],
  },
  lookAtMs: 21_600,
  untilMs: 30_000,
};
