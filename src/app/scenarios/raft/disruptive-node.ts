import { fromOthers, THREE } from '../script';
import type { Scenario } from '../scenario';

/** Source: Ongaro's thesis, section 9.6; etcd's switch `pre-vote`. */
const run = {
  version: 1,
  protocol: 'raft',
  nodes: THREE,
  seed: 1,
  faults: [...fromOthers(6000, 'cut', 'n3', THREE), ...fromOthers(14_000, 'heal', 'n3', THREE)],
} as const;

export const disruptiveNode: Scenario = {
  id: 'raft-disruptive-node',
  title: 'Back with a higher term',
  summary:
    'Without asking first: n3 is cut off, and stands again and again. When it is back its higher term alone deposes n1.',
  watch: 'At 14.1\u00a0s n1 steps down because n3 is at term 6, and nobody leads until 15\u00a0s.',
  run: { ...run, safeguards: { preVote: false } },
  lookAtMs: 14_400,
  untilMs: 18_000,
};

export const askingFirst: Scenario = {
  id: 'raft-asking-first',
  title: 'Back, and nobody minds',
  summary:
    'The same faults with pre-vote: n3 only asks who would vote for it, and stays in term 1. When it is back it follows n1.',
  watch: 'After 14\u00a0s n3 hears n1 and stops asking: no term was lost, and no leader.',
  run,
  lookAtMs: 14_400,
  untilMs: 18_000,
};
