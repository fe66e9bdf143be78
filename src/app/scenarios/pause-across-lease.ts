import { LEASE_PACE } from './pace';
import type { Scenario } from './scenario';
import { THREE } from './script';

/** At 13.6 s write 4 is on its way to both copies, and n1 stands still before it hears that they have it. */
export const pauseAcrossLease: Scenario = {
  id: 'pause-across-lease',
  title: 'A long pause across the lease',
  summary:
    'n1 stands still from 13.6 to 32\u00a0s, past the end of its lease; both copies have write 4, and nobody acknowledged it. n2 finds it there and acknowledges it once the client asks again, and n1, when it wakes, looks at its clock before it answers anybody.',
  watch:
    'n2 answers for write 4 at 29.2\u00a0s. At 32\u00a0s n1 wakes as a leader, and its clock tells it at once that it is none.',
  run: {
    version: 1,
    protocol: 'ballot-lease',
    nodes: THREE,
    clients: 1,
    seed: 1,
    ...LEASE_PACE,
    faults: [
      { atMs: 13_600, kind: 'freeze', node: 'n1' },
      { atMs: 32_000, kind: 'thaw', node: 'n1' },
    ],
  },
  lookAtMs: 32_000,
  untilMs: 38_000,
};
