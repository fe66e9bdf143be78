/** A leader resigns whose ballot is above 1, because its process was restarted once. */
import type { Run } from '../../sim/run';
import { LEASE_PACE } from './pace';
import { THREE } from './script';

export function resignRun(safeguards?: Run['safeguards']): Run {
  return {
    version: 1,
    protocol: 'ballot-lease',
    nodes: THREE,
    clients: 1,
    seed: 1,
    ...LEASE_PACE,
    ...(safeguards && { safeguards }),
    faults: [
      { atMs: 10_000, kind: 'kill', node: 'n1' },
      { atMs: 11_000, kind: 'restart', node: 'n1' },
      { atMs: 20_000, kind: 'resign', node: 'n1' },
    ],
  };
}
