import type { Scenario } from './scenario';

export const diskSlowerThanTimeout: Scenario = {
  id: 'slow-disk',
  title: 'A disk that is slower than the timeout',
  summary:
    'From 6\u00a0s on each write to a disk takes nearly three seconds, and a candidacy has one. While n1 leads nothing is written and nothing shows; when it dies, each vote and each candidacy is over before it is on the disk, and nobody can win until the disks are quick again.',
  watch:
    'Whoever stands is busy with its disk, and ends its candidacy at the very moment at which its offer leaves.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
    config: {
      hbIntervalMs: 200,
      downAfterMs: 1000,
      electionTimeoutMs: 1000,
      electionBackoffMs: 300,
      electionBackoffJitterMs: 600,
    },
    network: { latencyMs: [20, 60] },
    faults: [
      { atMs: 6000, kind: 'configure', disk: { latencyMs: [2900, 2900] } },
      { atMs: 8000, kind: 'kill', node: 'n1' },
      { atMs: 28_000, kind: 'configure', disk: { latencyMs: [5, 10] } },
    ],
  },
  lookAtMs: 10_500,
  untilMs: 32_000,
};
