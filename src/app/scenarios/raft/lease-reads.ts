import { FIVE } from '../script';
import type { Scenario } from '../scenario';

/** Source: Ongaro's thesis, section 6.4.1; etcd's documentation of `ReadOnlyLeaseBased`. */
const run = {
  version: 1,
  protocol: 'raft',
  nodes: FIVE,
  seed: 1,
  clients: 3,
  faults: [
    { atMs: 5000, kind: 'clock', node: 'n1', rate: 0.3 },
    {
      atMs: 6000,
      kind: 'partition',
      groups: [
        ['n1', 'n2', 'c1', 'c3'],
        ['n3', 'n4', 'n5', 'c2'],
      ],
    },
  ],
} as const;

export const staleByLease: Scenario = {
  id: 'raft-stale-by-lease',
  title: 'Read by a lease that is over',
  summary:
    'The clock of n1 runs at a third of its pace, and with reads by lease n1 answers alone as long as its own clock allows. The others have long elected n3, and those reads lack what it acknowledged.',
  watch: 'At 9\u00a0s n1 answers c3 without a write that n3 had acknowledged: a stale read.',
  run: { ...run, config: { leaseReads: 1, readShare: 94 } },
  lookAtMs: 9000,
  untilMs: 12_000,
};

export const confirmedReads: Scenario = {
  id: 'raft-confirmed-reads',
  title: 'Every read asks a majority',
  summary:
    'The same clock and the same partition, and n1 asks a majority before it answers a read. It hears none, and so it answers nothing: no clock matters.',
  watch: 'From 6\u00a0s on no read of c1 or c3 is answered; n3 leads at 7.5\u00a0s and answers c2.',
  run: { ...run, config: { leaseReads: 0, readShare: 94 } },
  lookAtMs: 9000,
  untilMs: 12_000,
};
