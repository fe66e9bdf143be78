/**
 * The rules of the hardened elector that people may switch off, one at a time, to see what each is for.
 *
 * A switch changes exactly one rule, so that whatever then breaks is the fault of that rule's absence.
 */
import type { SafeguardField, Safeguards } from '../../protocol';

export type SafeguardName =
  | 'durableVotes'
  | 'stickyVoters'
  | 'withholdGrants'
  | 'bootGrace'
  | 'stepDownOnHigherEpoch'
  | 'majorityQuorum'
  | 'datedOffsets'
  | 'preVote';

export type QuorumSafeguards = Readonly<Record<SafeguardName, boolean>>;

export const QUORUM_SAFEGUARDS: readonly (SafeguardField & { readonly name: SafeguardName })[] = [
  {
    name: 'durableVotes',
    label: 'Durable votes',
    protects:
      'A node that forgets its epoch and its vote in a restart can vote twice in one epoch, and that epoch gets two winners.',
  },
  {
    name: 'stickyVoters',
    label: 'Sticky voters',
    protects:
      'A voter that still hears its primary would help to elect a second one while the first has authority.',
  },
  {
    name: 'withholdGrants',
    label: 'Withheld grants',
    protects:
      'A node that promised a newer epoch would go on prolonging the authority of the primary that it voted to replace.',
  },
  {
    name: 'bootGrace',
    label: 'Grace after a start',
    protects:
      'A node that just restarted has forgotten whom it granted authority to, and could vote before that has run out.',
  },
  {
    name: 'stepDownOnHigherEpoch',
    label: 'Step down on a higher epoch',
    protects: 'A deposed primary would go on calling itself primary beside its successor.',
  },
  {
    name: 'majorityQuorum',
    label: 'Majority quorum',
    protects:
      'Two halves of an even cluster could each elect a primary, because two halves need not overlap.',
  },
  {
    name: 'datedOffsets',
    label: 'Dated offsets',
    protects:
      'A deposed primary that went on counting alone would look more complete than the nodes that hold what a majority has acknowledged.',
    needsClients: 5,
  },
  {
    name: 'preVote',
    label: 'Asking first',
    protects:
      'A replica that only believes its primary gone would stand at once, in vain, and take its vote from the primary that the others still hear.',
  },
];

/** Everything is on unless it is switched off by name. */
export function quorumSafeguards(safeguards: Safeguards): QuorumSafeguards {
  const on = (name: SafeguardName) => safeguards[name] ?? true;
  return {
    durableVotes: on('durableVotes'),
    stickyVoters: on('stickyVoters'),
    withholdGrants: on('withholdGrants'),
    bootGrace: on('bootGrace'),
    stepDownOnHigherEpoch: on('stepDownOnHigherEpoch'),
    majorityQuorum: on('majorityQuorum'),
    datedOffsets: on('datedOffsets'),
    preVote: on('preVote'),
  };
}
