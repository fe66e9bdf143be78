/** The same trouble for both protocols: three nodes, and one link of the three falls silent in both directions. */
import type { Run } from '../../sim/run';
import { PACE } from './pace';

/** The cut comes once each protocol has a primary with authority, so that people see it happen to a healthy cluster. */
export function cutLinkRun(protocol: string): Run {
  return {
    version: 1,
    protocol,
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
    ...PACE,
    faults: [
      { atMs: 10_000, kind: 'cut', from: 'n1', to: 'n2' },
      { atMs: 10_000, kind: 'cut', from: 'n2', to: 'n1' },
    ],
  };
}
