import type { Scenario } from '../scenario';

/** Source: canonical/raft #279, where a cluster of four never found a leader again in that order of events. */
export const fourNodes: Scenario = {
  id: 'raft-four-nodes',
  title: 'Four nodes, and half is not enough',
  summary:
    'Of four nodes n4 and then the leader n1 are killed: two are left, a majority is three. They ask each other for votes and know that it is not enough, until n4 is back.',
  watch:
    'From 8.2\u00a0s on n2 and n3 ask each other, and nobody stands; once n4 is back, at 12\u00a0s, n2 leads.',
  run: {
    version: 1,
    protocol: 'raft',
    nodes: ['n1', 'n2', 'n3', 'n4'],
    seed: 1,
    faults: [
      { atMs: 6000, kind: 'kill', node: 'n4' },
      { atMs: 7000, kind: 'kill', node: 'n1' },
      { atMs: 12_000, kind: 'restart', node: 'n4', disk: 'kept' },
    ],
  },
  lookAtMs: 11_000,
  untilMs: 14_000,
};
