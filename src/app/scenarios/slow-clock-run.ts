/** The clock of the primary runs slow, and then it is cut off: how long does it go on believing in its lease? */
import type { Run } from '../../sim/run';
import { PACE } from './pace';
import { FIVE } from './script';

/** `rate`: 1 is true time. A lease is three quarters of the patience of the voters, so that is how slow a clock may run. */
export function slowClockRun(rate: number): Run {
  return {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    seed: 1,
    ...PACE,
    faults: [
      { atMs: 9000, kind: 'clock', node: 'n1', rate },
      { atMs: 14_000, kind: 'partition', groups: [['n1'], ['n2', 'n3', 'n4', 'n5']] },
      { atMs: 34_000, kind: 'healAll' },
    ],
  };
}
