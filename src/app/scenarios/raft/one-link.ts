import { bothWays, THREE } from '../script';
import type { Scenario } from '../scenario';

/** Source: Cloudflare's post-mortem of 2 November 2020, where a switch that passed some traffic kept an etcd cluster busy for hours. */
const run = {
  version: 1,
  protocol: 'raft',
  nodes: THREE,
  seed: 1,
  faults: bothWays(6000, 'cut', 'n1', 'n2'),
} as const;

export const oneLinkNeither: Scenario = {
  id: 'raft-one-link-neither',
  title: 'One link, two who say they lead',
  summary:
    'Neither pre-vote nor check-quorum: only n1 and n2 do not reach each other. n3 votes for n2 although it hears n1, and n1 is never told.',
  watch: 'At 7.4\u00a0s n2 leads term 2; n1 says that it leads term 1, for ever, and can decide nothing.',
  run: { ...run, safeguards: { preVote: false, checkQuorum: false } },
  lookAtMs: 12_000,
  untilMs: 20_000,
};

export const oneLinkAskingOnly: Scenario = {
  id: 'raft-one-link-pre-vote-only',
  title: 'Asking first is not enough',
  summary:
    'Pre-vote without check-quorum: n3 hears its leader n1, and still says that it would vote for n2. One lost link deposes a leader that a majority can reach.',
  watch:
    'At 7.4\u00a0s n2 stands because n3 would vote for it; from then on n1 asks again and again, in vain.',
  run: { ...run, safeguards: { checkQuorum: false } },
  lookAtMs: 9300,
  untilMs: 20_000,
};

export const oneLinkBoth: Scenario = {
  id: 'raft-one-link-both',
  title: 'One link, and nothing happens',
  summary:
    'The same lost link with pre-vote and check-quorum: whoever hears a leader would vote for nobody else. n2 asks and is refused, and n1 leads as before.',
  watch: 'From 7.3\u00a0s on n2 asks n3 again and again; n3 hears n1 and refuses. No term passes.',
  run,
  lookAtMs: 9000,
  untilMs: 20_000,
};
