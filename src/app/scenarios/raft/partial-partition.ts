import { bothWays, FIVE } from '../script';
import type { Scenario } from '../scenario';

/** Source: “Raft does not guarantee liveness in the face of network faults” (2020). */
const apart = [
  ['n4', 'n1'],
  ['n4', 'n3'],
  ['n4', 'n5'],
  ['n5', 'n1'],
  ['n5', 'n2'],
] as const;
const run = {
  version: 1,
  protocol: 'raft',
  nodes: FIVE,
  seed: 1,
  faults: apart.flatMap(([a, b]) => bothWays(6000, 'cut', a, b)),
} as const;

export const partialPartition: Scenario = {
  id: 'raft-partial-partition',
  title: 'Two nodes at the end of one link each',
  summary:
    'Neither pre-vote nor check-quorum: n4 reaches only n2, and n5 only n3. Both stand again and again, and through their one link their terms depose leaders that a majority can reach.',
  watch:
    'At 8.9\u00a0s n1 steps down, and at 12.8\u00a0s n3, although nothing is wrong between n1, n2 and n3.',
  run: { ...run, safeguards: { preVote: false, checkQuorum: false } },
  lookAtMs: 12_830,
  untilMs: 26_000,
};

export const partialPartitionBoth: Scenario = {
  id: 'raft-partial-partition-both',
  title: 'The same five cuts, and n1 leads on',
  summary:
    'With pre-vote and check-quorum n4 and n5 have to ask first, and n2 and n3 would not vote for anybody: they hear n1. It leads all the time, with the majority that it can reach.',
  watch: 'From 7.4\u00a0s on n3 refuses n5, from 7.8\u00a0s on n2 refuses n4; the term stays 1.',
  run,
  lookAtMs: 12_830,
  untilMs: 26_000,
};
