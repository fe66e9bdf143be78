import { deafen, FIVE } from '../script';
import type { Scenario } from '../scenario';

/** Source: raft-rs (old) #27, where the term of a node that sends and never hears climbed without end. */
const run = {
  version: 1,
  protocol: 'raft',
  nodes: FIVE,
  seed: 1,
  faults: deafen(6000, 'n5', FIVE),
} as const;

export const deafFollower: Scenario = {
  id: 'raft-deaf-follower',
  title: 'A deaf node deposes every leader',
  summary:
    'Neither pre-vote nor check-quorum: n5 hears nobody and is heard, so it stands again and again. Each of its terms deposes whoever leads, and no vote ever reaches it.',
  watch:
    'At 7.4\u00a0s n1 steps down, at 10.6\u00a0s n4, at 13.4\u00a0s n3: each because n5 is at a higher term.',
  run: { ...run, safeguards: { preVote: false, checkQuorum: false } },
  lookAtMs: 10_800,
  untilMs: 16_000,
};

export const deafFollowerAsking: Scenario = {
  id: 'raft-deaf-follower-asking',
  title: 'A deaf node that only asks',
  summary:
    'The same deaf node with pre-vote and check-quorum: it asks who would vote for it, and all others say no, for they hear n1. It stays in term 1, and n1 leads on.',
  watch: 'From 7.4\u00a0s on n5 is refused again and again; no term passes.',
  run,
  lookAtMs: 10_800,
  untilMs: 16_000,
};
