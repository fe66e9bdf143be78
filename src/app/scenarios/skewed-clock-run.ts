/** The wall clock of the leader is set back: the leases that it writes are over to everybody else. */
import type { Run } from '../../sim/run';
import { LEASE_PACE } from './pace';
import { THREE } from './script';

/** It asks the store every 5 s only, and so believes in itself for longer; by more than a whole lease it is behind. */
export function skewedClockRun(safeguards?: Run['safeguards']): Run {
  return {
    version: 1,
    protocol: 'ballot-lease',
    nodes: THREE,
    clients: 1,
    seed: 1,
    ...LEASE_PACE,
    config: { ...LEASE_PACE.config, heartbeatMs: 5000, refreshMs: 5000 },
    ...(safeguards && { safeguards }),
    faults: [{ atMs: 12_000, kind: 'clock', node: 'n1', offsetMs: -15_000 }],
  };
}
