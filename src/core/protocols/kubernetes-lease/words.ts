/** Why leadership changed, in the words of the events. */
import type { NodeId } from '../../program';
import type { ApiError } from './api';
import type { LeaseRecord } from './record';

/** What the try that succeeded had found: "became leader with transition 4: the lease of n1 was over". */
export function reasonToLead(found: LeaseRecord | null, id: NodeId): string {
  if (found === null) return 'there was no lease';
  if (found.holder === '') return 'nobody held the lease';
  return found.holder === id ? 'the lease was still its own' : `the lease of ${found.holder} was over`;
}

/** `holder`: whom its last look at the Lease named. */
export const reasonToStop = (holder: NodeId, id: NodeId): string =>
  holder === id || holder === '' ? 'no try to renew succeeded in time' : `${holder} holds the lease`;

/** Why a try that might have taken the lease has not. */
export function reasonToFollow(error: ApiError | null, holder: NodeId): string {
  switch (error) {
    case null:
    case 'NotFound':
    case 'NotSent':
      return holder === '' ? 'it got nowhere' : `${holder} holds the lease`;
    case 'AlreadyExists':
    case 'Conflict':
      return 'somebody else was first';
    case 'Invalid':
      return 'the server refuses such a lease';
    case 'Unavailable':
      return 'the server did not answer';
    default:
      return error satisfies never;
  }
}
