import { LEASE_PACE } from './pace';
import type { Scenario } from './scenario';
import { bothWays, THREE } from './script';

/** n1 has renewed its lease until 19.7 s when it is cut off. */
export const storeUnreachable: Scenario = {
  id: 'store-unreachable',
  title: 'The leader loses the store',
  summary:
    'From 12\u00a0s on n1 does not reach the store, and goes on leading: its lease is good until 19.7\u00a0s, and nobody else can have it before. Then it stops by its own clock, and n2 claims the lease that ran out.',
  watch:
    'n1 acknowledges writes until 19.7\u00a0s, without the store. From then until 21.8\u00a0s nobody leads.',
  run: {
    version: 1,
    protocol: 'ballot-lease',
    nodes: THREE,
    clients: 1,
    seed: 1,
    ...LEASE_PACE,
    faults: [...bothWays(12_000, 'cut', 'n1', 'store'), { atMs: 28_000, kind: 'healAll' }],
  },
  lookAtMs: 18_500,
  untilMs: 38_000,
};
