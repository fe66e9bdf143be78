import type { Scenario } from '../scenario';
import { bothWays, THREE } from '../script';

/** Source: kubernetes #95319; the fix: a client timeout of half the renew deadline. */
const run = {
  version: 1,
  protocol: 'kubernetes-lease',
  nodes: THREE,
  seed: 1,
  faults: [
    ...THREE.flatMap((node) => bothWays(20_000, 'cut', node, 'store')),
    { atMs: 22_500, kind: 'healAll' },
  ],
} as const;

export const oneSlowCall: Scenario = {
  id: 'kubernetes-one-slow-call',
  title: 'One lost call ends a leadership',
  summary:
    'The API server is away for two and a half seconds, and a request may wait for as long as the whole renew deadline. The one that was lost takes all of it: n1 never tries again, and stops leading in the middle of good health.',
  watch: 'The outage ends at 22.5\u00a0s, and at 30.9\u00a0s n1 stops leading all the same.',
  run: { ...run, config: { requestTimeoutMs: 10_000 } },
  lookAtMs: 31_500,
  untilMs: 40_000,
};

export const halfTheDeadline: Scenario = {
  id: 'kubernetes-half-the-deadline',
  title: 'A call may take half the deadline',
  summary:
    'The same outage, and a request is given up after half the renew deadline. The next one is answered at once, and n1 has its lease renewed with seconds to spare.',
  watch: 'From 20 to 22.5\u00a0s nobody reaches the server. Nothing comes of it: n1 leads on.',
  run: { ...run, config: { requestTimeoutMs: 5000 } },
  lookAtMs: 31_500,
  untilMs: 40_000,
};
