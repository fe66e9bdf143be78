import { PACE_WITH_CLIENTS } from './pace';
import type { Scenario } from './scenario';
import { FIVE, fromOthers } from './script';

export const staleRedirect: Scenario = {
  id: 'stale-redirect',
  title: 'A redirect from the past',
  summary:
    'n3 was cut off before n1 died, and still tells everybody that n1 leads in epoch 2. When c1 gets no answer from n2 it asks n3, and does not follow: n2 served it in epoch 3, and a lower epoch is old news.',
  watch: 'At first c1 follows n3 back to the dead n1. Once n2 has served it, the same hint is stale.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: FIVE,
    clients: 1,
    seed: 1,
    ...PACE_WITH_CLIENTS,
    faults: [
      ...fromOthers(12_000, 'cut', 'n3', FIVE),
      { atMs: 14_000, kind: 'kill', node: 'n1' },
      { atMs: 29_000, kind: 'cut', from: 'c1', to: 'n2' },
      { atMs: 38_000, kind: 'healAll' },
    ],
  },
  lookAtMs: 33_230,
  untilMs: 46_000,
};
