import { FIVE } from '../script';
import type { Scenario } from '../scenario';

/**
 * Source: Ongaro and Ousterhout (2014), section 5.4.2 and figure 8. Every message takes 40 ms and carries one entry, so
 * that each leader fails just between two of them; the operator's orders say who stands, and the first of each two only
 * tells that node of the others' term.
 */
const run = {
  version: 1,
  protocol: 'raft',
  nodes: FIVE,
  seed: 1,
  clients: 1,
  config: { readShare: 0, maxSizePerMsg: 1 },
  network: { latencyMs: [40, 40] },
  faults: [
    // (a) An entry of term 1 is on n1 and n2 alone.
    {
      atMs: 6000,
      kind: 'partition',
      groups: [
        ['n1', 'n2', 'c1'],
        ['n3', 'n4', 'n5'],
      ],
    },
    // (b) n5 wins term 2, and the first entry of that term reaches nobody.
    { atMs: 7050, kind: 'campaign', node: 'n5' },
    { atMs: 7190, kind: 'cut', from: 'n5', to: 'n3' },
    { atMs: 7190, kind: 'cut', from: 'n5', to: 'n4' },
    // (c) n1 wins term 3 and goes on replicating the old entry; what it appended itself it has not sent when it is cut off.
    { atMs: 7300, kind: 'healAll' },
    { atMs: 7300, kind: 'partition', groups: [['n5']] },
    { atMs: 7400, kind: 'campaign', node: 'n1' },
    { atMs: 7600, kind: 'campaign', node: 'n1' },
    { atMs: 7750, kind: 'cut', from: 'n1', to: 'n2' },
    { atMs: 7900, kind: 'cut', from: 'n1', to: 'n3' },
    { atMs: 7900, kind: 'cut', from: 'n1', to: 'n4' },
    { atMs: 8100, kind: 'kill', node: 'n1' },
    // (d) n5 is back, and its log is the newest.
    { atMs: 8500, kind: 'healAll' },
    { atMs: 8600, kind: 'campaign', node: 'n5' },
    { atMs: 8900, kind: 'campaign', node: 'n5' },
  ],
} as const;

export const figure8: Scenario = {
  id: 'raft-figure-8',
  title: 'Figure 8: counted, and overwritten',
  summary:
    'n1 counts an entry of an earlier term as decided because a majority has it, and tells the client. n5 lacks it, but its own log ends in a newer term: it wins, and overwrites the entry everywhere.',
  watch:
    'In the Log: at 7.9\u00a0s n1 fills entry 19; at 9.2\u00a0s the others drop it, and what c1 was told is lost.',
  run: { ...run, safeguards: { commitOwnTermOnly: false } },
  lookAtMs: 9250,
  untilMs: 11_000,
};

export const figure8OwnTerm: Scenario = {
  id: 'raft-figure-8-own-term',
  title: 'Figure 8, and nobody was promised anything',
  summary:
    'The same faults with the rule that only entries of one’s own term are counted. n1 has entry 19 on a majority and still does not call it decided: n5 may overwrite it, as nobody acted on it.',
  watch:
    'In the Log: entry 19 of n1 stays hollow; at 9.2\u00a0s the others drop it, and c1 was told nothing of it.',
  run,
  lookAtMs: 9250,
  untilMs: 11_000,
};
