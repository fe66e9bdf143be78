import { EXPORT_PACE } from './pace';
import type { Scenario } from './scenario';
import { THREE } from './script';

export const twoExports: Scenario = {
  id: 'two-exports',
  title: 'Two exports in one round',
  summary:
    'The wall clock of n3 is 10 seconds ahead, so to n3 the next round has begun and the lease of n2 is over, while n2 is still at work. Two nodes export at once, and all that n2 can do at its end is not to publish: an export lease saves work, it guards nothing.',
  watch:
    'n2 starts at 15.1\u00a0s and n3 at 18.1\u00a0s: two at work. At the end n2 finds that its lease was taken over.',
  run: {
    version: 1,
    protocol: 'quorum',
    nodes: THREE,
    exports: true,
    seed: 1,
    ...EXPORT_PACE,
    faults: [{ atMs: 14_000, kind: 'clock', node: 'n3', offsetMs: 10_000 }],
  },
  lookAtMs: 19_000,
  untilMs: 30_000,
};
