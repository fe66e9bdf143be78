import type { Fault } from '../../sim/run';
import { PACE } from './pace';
import type { Scenario } from './scenario';
import { THREE } from './script';

/** There and back, and up to a heartbeat in between: 4 to 5.6 s, counted from a heartbeat that may be a second old. The lease is 3.75 s, then 7 s. */
const slowed: readonly Fault[] = THREE.flatMap((from) =>
  THREE.filter((to) => to !== from).map(
    (to) => ({ atMs: 12_000, kind: 'link', from, to, latencyMs: [2000, 2300] }) as const,
  ),
);

export const slowNetwork: Scenario = {
  id: 'slow-network',
  title: 'Too far apart for the lease',
  summary:
    'At 12\u00a0s every message begins to take two seconds, and a grant that comes back is older than the lease: everybody is heard, and nobody may lead. At 19\u00a0s the operator gives the cluster numbers that fit its network, and it has a leader again.',
  watch:
    'After 15.4\u00a0s the arc of n1 stays empty, though its grants come in; watch it fill after 19\u00a0s.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: THREE,
    seed: 1,
    ...PACE,
    faults: [
      ...slowed,
      {
        atMs: 19_000,
        kind: 'configure',
        config: { downAfterMs: 9000, leaseMs: 7000, electionTimeoutMs: 6000 },
      },
    ],
  },
  lookAtMs: 18_000,
  untilMs: 34_000,
};
