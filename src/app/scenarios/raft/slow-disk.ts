import { THREE } from '../script';
import type { Scenario } from '../scenario';

/** Source: etcd's documentation of tuning and of disks, where slow writes are the usual reason for lost leaders. */
export const slowDisk: Scenario = {
  id: 'raft-slow-disk',
  title: 'A disk of 2.9 s, a timeout of 1 s',
  summary:
    'From 6\u00a0s on each write takes the disk of n1 almost three seconds, and a Raft node does nothing else while it writes. Its followers hear nothing for longer than their timeout and elect n2, before n1 knows of it.',
  watch: 'At 7.6\u00a0s n2 leads term 2; n1 writes on, and hears of it at 12\u00a0s.',
  run: {
    version: 1,
    protocol: 'raft',
    nodes: THREE,
    seed: 1,
    clients: 1,
    config: { readShare: 0 },
    faults: [
      { atMs: 6000, kind: 'disk', node: 'n1', latencyMs: [2900, 2900] },
      { atMs: 12_500, kind: 'disk', node: 'n1', latencyMs: [0, 0] },
    ],
  },
  lookAtMs: 8000,
  untilMs: 16_000,
};
