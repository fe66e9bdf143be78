import { cutLinkRun } from './cut-link';
import type { Scenario } from './scenario';

export const oneCutLinkHardened: Scenario = {
  id: 'one-cut-link-hardened',
  title: 'The same cut link, hardened',
  summary:
    'The same three nodes and the same cut, under the hardened protocol. n2 asks again and again who would vote for it, and n3 would not for as long as it hears the primary that it follows.',
  watch: 'Watch n2 ask, and get no answer from n3, again and again, because n3 still hears n1.',
  run: cutLinkRun('quorum'),
  lookAtMs: 14_950,
  untilMs: 40_000,
};
