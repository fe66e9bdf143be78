/** What people may switch off, one at a time, to see what it is for: two switches of etcd's own, and rules of the paper. */
import type { SafeguardField, Safeguards } from '../../protocol';

export type SafeguardName =
  | 'preVote'
  | 'checkQuorum'
  | 'durableState'
  | 'durableLog'
  | 'upToDateVoters'
  | 'commitOwnTermOnly'
  | 'majorityQuorum'
  | 'logMatching';

export type RaftSafeguards = Readonly<Record<SafeguardName, boolean>>;

export const RAFT_SAFEGUARDS: readonly (SafeguardField & { readonly name: SafeguardName })[] = [
  {
    name: 'preVote',
    label: 'Asking first',
    protects:
      'A node that was cut off would come back with a higher term, and depose a leader that everybody else still hears.',
  },
  {
    name: 'checkQuorum',
    label: 'Leader checks its quorum',
    protects:
      'A leader that no majority answers would go on calling itself leader, and voters would elect another while they hear theirs.',
  },
  {
    name: 'durableState',
    label: 'Durable term and vote',
    protects:
      'A node that forgets its term and its vote in a restart can vote twice in one term, which then has two leaders.',
  },
  {
    name: 'durableLog',
    label: 'Durable log',
    protects:
      'A node that forgets its log in a restart would help to elect a leader that lacks what a majority had acknowledged.',
  },
  {
    name: 'upToDateVoters',
    label: 'Voters compare logs',
    protects: 'A node whose log lacks decided entries could win, and overwrite them everywhere.',
  },
  {
    name: 'commitOwnTermOnly',
    label: 'Only own terms are counted',
    protects:
      'An entry of an earlier term that is on a majority would count as decided, and could still be overwritten.',
  },
  {
    name: 'majorityQuorum',
    label: 'Majority quorum',
    protects:
      'Two halves of an even cluster could each elect a leader and decide entries, because two halves need not overlap.',
  },
  {
    name: 'logMatching',
    label: 'Check of the entry before',
    protects:
      'A follower would append after a gap, or after entries of a deposed leader, and logs would differ for good.',
  },
];

/** Everything is on unless it is switched off by name. */
export function raftSafeguards(safeguards: Safeguards): RaftSafeguards {
  const on = (name: SafeguardName): boolean => safeguards[name] ?? true;
  return {
    preVote: on('preVote'),
    checkQuorum: on('checkQuorum'),
    durableState: on('durableState'),
    durableLog: on('durableLog'),
    upToDateVoters: on('upToDateVoters'),
    commitOwnTermOnly: on('commitOwnTermOnly'),
    majorityQuorum: on('majorityQuorum'),
    logMatching: on('logMatching'),
  };
}
