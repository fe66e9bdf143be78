/** The lesson of the published protocol: one link of three is cut, and both of its ends lead. */
import type { Run } from '../../../src/sim';

const CUT_AT_MS = 12_000;

/** With the numbers as published. By the cut each protocol has n1 for its primary, with authority. */
export function cutLinkRun(protocol: 'kevy' | 'quorum'): Run {
  return {
    version: 1,
    protocol,
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
    faults: [
      { atMs: CUT_AT_MS, kind: 'cut', from: 'n1', to: 'n2' },
      { atMs: CUT_AT_MS, kind: 'cut', from: 'n2', to: 'n1' },
    ],
  };
}

export const LESSON_OVER_MS = 40_000;
