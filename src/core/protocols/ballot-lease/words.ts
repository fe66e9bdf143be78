/** Why leadership changed, in the words of the events. */
import type { BallotLeader, LeaderSlot } from './leader';
import type { BallotOperation } from './operation';

/** What the claim found in its way and overcame: "became leader with ballot 4: the lease of n1 was over". */
export function reasonToLead(
  before: LeaderSlot | null,
  leader: BallotLeader,
  { wallUs, kind }: BallotOperation,
): string {
  if (before === null) return 'the store says so';
  switch (before.kind) {
    case 'empty':
      return 'nobody led';
    case 'released':
      return `the leader of ballot ${before.ballot} had resigned`;
    case 'unreadable':
      return 'the lease key could not be read, and is repaired';
    case 'held': {
      const { leaderId, priority, leaseExpiryNanos } = before.leader;
      if (leaderId === leader.leaderId) {
        return kind === 'refresh' ? 'nobody had claimed since' : 'the lease in the store was still its own';
      }
      if (BigInt(wallUs) * 1000n >= leaseExpiryNanos) return `the lease of ${leaderId} was over`;
      return `its priority ${leader.priority} is above the ${priority} of ${leaderId}`;
    }
    default: {
      const unknown: never = before;
      return String(unknown);
    }
  }
}

/** What a leader that is none any more found in its place. */
export function reasonToStepDown(
  ownPriority: number,
  found: { readonly leaderId: string; readonly ballot: number; readonly priority: number } | null,
): string {
  if (found === null) return 'stepped down: the store names no leader any more';
  const { leaderId, ballot, priority } = found;
  const rank = priority > ownPriority ? `, with priority ${priority} to its ${ownPriority}` : '';
  return `stepped down: ${leaderId} leads with ballot ${ballot}${rank}`;
}
