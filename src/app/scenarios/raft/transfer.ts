import { THREE } from '../script';
import type { Scenario } from '../scenario';

/** Source: Ongaro's thesis, section 3.10; etcd's `move-leader`. */
export const transfer: Scenario = {
  id: 'raft-transfer',
  title: 'Handed over in good order',
  summary:
    'The operator moves leadership from n1 to n2. As n2 holds all that n1 does it is told to stand at once: nobody waits for an election timeout.',
  watch: 'At 6\u00a0s n1 tells n2 to stand, and gives it its vote; at 6.1\u00a0s n2 leads term 2.',
  run: {
    version: 1,
    protocol: 'raft',
    nodes: THREE,
    seed: 1,
    faults: [{ atMs: 6000, kind: 'transfer', node: 'n1', to: 'n2' }],
  },
  lookAtMs: 6080,
  untilMs: 9000,
};
