import { LEASE_PACE } from './pace';
import type { Scenario } from './scenario';
import { THREE } from './script';

export const staleRead: Scenario = {
  id: 'stale-read',
  title: 'A lease that two believe in, and a read of the past',
  summary:
    'The wall clock of n1 is set back, so that n3 finds the lease over and takes it at 16.4\u00a0s, while n1 still trusts it; cut off from n2, n3 and the answers of the store, n1 hears nothing of this. Fencing keeps its writes out, yet a read asks nobody: what n1 tells c2 is older than what n3 acknowledged to c1 at 22.0\u00a0s.',
  watch:
    'n3 acknowledged c1#1 at 22.0 s. At 22.6 s c2 asks n1, which serves with ballot 2, and hears of c2#1 alone.',
  run: {
    version: 1,
    protocol: 'ballot-lease',
    nodes: THREE,
    clients: 2,
    seed: 15,
    ...LEASE_PACE,
    config: { ...LEASE_PACE.config, heartbeatMs: 5000, refreshMs: 5000, readShare: 70 },
    faults: [
      { atMs: 12_000, kind: 'clock', node: 'n1', offsetMs: -15_000 },
      ...['n2', 'n3'].flatMap((id) => [
        { atMs: 12_000, kind: 'cut', from: 'n1', to: id } as const,
        { atMs: 12_000, kind: 'cut', from: id, to: 'n1' } as const,
      ]),
      { atMs: 12_000, kind: 'cut', from: 'c1', to: 'n1' },
      { atMs: 14_500, kind: 'cut', from: 'store', to: 'n1' },
    ],
  },
  lookAtMs: 23_000,
  untilMs: 32_000,
};
