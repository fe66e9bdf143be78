/** The numbers of Raft as etcd has them. Sources: etcd's documentation on tuning; the comments of etcd raft's Config. */
import { setting, type MarginsOf } from './margin';
import { takeoverMargins } from './takeovers';

export const raftMargins: MarginsOf = (setup) => {
  const electionMs = setting(setup, 'electionTick') * setting(setup, 'tickMs');
  const stands = {
    value: electionMs,
    formula: 'electionTick × tickMs',
    source: 'etcd, tuning: a follower that hears nothing for that long stands',
  };
  const takeovers = takeoverMargins(setup.bounds, stands);
  // Without the check it leads on for ever.
  if (setup.safeguards['checkQuorum'] === false) return takeovers;
  return [
    {
      id: 'leadsOn',
      title: 'Leads on once it is cut off',
      unit: 'ms',
      believed: {
        value: electionMs,
        formula: 'electionTick × tickMs',
        source: 'etcd raft, what CheckQuorum is said to do',
      },
      derived: {
        value: 2 * electionMs,
        formula: '2 × electionTick × tickMs',
        source:
          'it looks once per election timeout, and who answered just after a look counts until the next',
      },
      trial: 'leadsOn',
    },
    {
      id: 'margin',
      title: 'Until others may vote, after that',
      unit: 'ms',
      believed: null,
      derived: {
        value: -electionMs,
        formula: 'electionTick × tickMs − 2 × electionTick × tickMs',
        source: 'below zero: two may lead, of different terms; only a quorum tells who is right',
      },
      trial: 'leadsOn',
      figureOf: (onMs) => electionMs - onMs,
    },
    {
      id: 'rates',
      title: 'Ratio of clock rates that reads under a lease tolerate',
      unit: 'ratio',
      believed: {
        value: 1,
        formula: '1',
        source: 'etcd raft, ReadOnlyLeaseBased: safe as long as clocks do not drift',
      },
      derived: {
        value: 1 / 2,
        formula: 'electionTick / (2 × electionTick)',
        source: 'below one: with right clocks, too, such a read may be stale',
      },
      trial: 'leadsOn',
      figureOf: (onMs) => electionMs / onMs,
    },
    ...takeovers,
  ];
};
