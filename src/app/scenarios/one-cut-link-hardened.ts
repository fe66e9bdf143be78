import { cutLinkRun } from './cut-link';
import type { Scenario } from './scenario';

export const oneCutLinkHardened: Scenario = {
  id: 'one-cut-link-hardened',
  title: 'The same cut link, hardened',
  summary:
    'The same three nodes and the same cut, under the hardened protocol. n2 asks for votes again and again, and n3 refuses for as long as it hears the primary that it follows.',
  watch: 'Watch n3 refuse n2, again and again, because it still hears n1.',
  run: cutLinkRun('quorum'),
  lookAtMs: 14_500,
  untilMs: 40_000,
};
