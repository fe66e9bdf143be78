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

/** The same source: a leader that hands over takes no writes, so it gives up after an election timeout. */
export const transferToLaggard: Scenario = {
  id: 'raft-transfer-laggard',
  title: 'Handed over to one that lags',
  summary:
    'n2 gets nothing from n1 any more, and the operator moves leadership to it all the same. n1 waits for it, takes no writes meanwhile, and gives up; with the link healed a second order succeeds.',
  watch: 'At 6.5\u00a0s n1 stops taking writes for n2, at 7.5\u00a0s it gives up; at 11.1\u00a0s n2 leads.',
  run: {
    version: 1,
    protocol: 'raft',
    nodes: THREE,
    seed: 1,
    clients: 1,
    config: { readShare: 0 },
    faults: [
      { atMs: 6000, kind: 'cut', from: 'n1', to: 'n2' },
      { atMs: 6500, kind: 'transfer', node: 'n1', to: 'n2' },
      { atMs: 9000, kind: 'healAll' },
      { atMs: 11_000, kind: 'transfer', node: 'n1', to: 'n2' },
    ],
  },
  lookAtMs: 7000,
  untilMs: 14_000,
};
