/** The same trouble for both protocols: three nodes, and one link of the three falls silent in both directions. */
import type { Run } from '../../sim/run';
import { PACE } from './pace';
import { bothWays, THREE } from './script';

/** The cut comes once each protocol has a primary with authority, so that people see it happen to a healthy cluster. */
export function cutLinkRun(protocol: string): Run {
  return {
    version: 1,
    protocol,
    nodes: THREE,
    seed: 1,
    ...PACE,
    faults: bothWays(10_000, 'cut', 'n1', 'n2'),
  };
}
