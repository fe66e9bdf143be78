import { deafen, THREE } from '../script';
import type { Scenario } from '../scenario';

/** Source: Ongaro's thesis, section 6.2; etcd's switch `check-quorum`. */
const run = {
  version: 1,
  protocol: 'raft',
  nodes: THREE,
  seed: 1,
  faults: deafen(6000, 'n1', THREE),
} as const;

export const deafLeader: Scenario = {
  id: 'raft-deaf-leader',
  title: 'A deaf leader, for ever',
  summary:
    'Without check-quorum: from 6\u00a0s on n1 hears nobody, and its heartbeats still arrive. It decides nothing, and nobody stands.',
  watch: 'After 7\u00a0s n1 has no authority and still leads: everybody follows, and nothing can be decided.',
  run: { ...run, safeguards: { checkQuorum: false } },
  lookAtMs: 12_000,
  untilMs: 20_000,
};

export const deafLeaderChecked: Scenario = {
  id: 'raft-deaf-leader-checked',
  title: 'A deaf leader that checks',
  summary:
    'The same with check-quorum: an election timeout after it last heard a majority n1 steps down, and goes silent. The others elect n2.',
  watch: 'At 7.1\u00a0s n1 steps down; at 8.4\u00a0s n2 leads term 2.',
  run,
  lookAtMs: 9000,
  untilMs: 14_000,
};
