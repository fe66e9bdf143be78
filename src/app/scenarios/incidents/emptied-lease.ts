import type { Scenario } from '../scenario';
import { THREE } from '../script';

/** Source: client-go 500bfe00c and 3633ea23d (both in Kubernetes 1.34); `recheckHolderOnRelease` is ours. */
const config = { releaseOnCancel: 1 };
const run = {
  version: 1,
  protocol: 'kubernetes-lease',
  nodes: THREE,
  seed: 1,
  config,
  faults: [
    { atMs: 10_000, kind: 'freeze', node: 'n1' },
    { atMs: 35_000, kind: 'thaw', node: 'n1' },
    { atMs: 35_000, kind: 'resign', node: 'n1' },
  ],
} as const;

export const emptiedLease: Scenario = {
  id: 'kubernetes-emptied-lease',
  title: 'Released under somebody else’s feet',
  summary:
    'n1 stood still while n3 took its lease over, and is told to stop as it wakes. It still believes that the lease is its own, and empties it: anybody may have it now, while n3 goes on leading.',
  watch:
    'At 35.1\u00a0s the lease has no holder; n3 takes it back at 35.6\u00a0s, by chance the first to come.',
  run,
  lookAtMs: 35_300,
  untilMs: 40_000,
};

export const recheckedRelease: Scenario = {
  id: 'kubernetes-rechecked-release',
  title: 'Whose lease it is, looked at first',
  summary:
    'The same pause, and n1 looks at whose lease it has just read before it empties it. It is that of n3, so there is nothing to release.',
  watch: 'At 35.1\u00a0s n1 has nothing left to release, and n3 keeps transition 1.',
  run: { ...run, config: { ...config, recheckHolderOnRelease: 1 } },
  lookAtMs: 35_300,
  untilMs: 40_000,
};
