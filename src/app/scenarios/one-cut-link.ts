import { cutLinkRun } from './cut-link';
import type { Scenario } from './scenario';

export const oneCutLink: Scenario = {
  id: 'one-cut-link',
  title: 'One cut link, two primaries',
  summary:
    'n1 leads three nodes, and its link to n2 is cut at 10\u00a0s. n3 still hears n1 and votes for n2 all the same: both now lead, each sure of its majority.',
  watch: 'Watch n3 around 15\u00a0s: it hears n1, and gives its vote to n2.',
  run: cutLinkRun('kevy'),
  lookAtMs: 15_300,
  untilMs: 25_000,
};
