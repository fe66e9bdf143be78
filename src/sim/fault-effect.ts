/**
 * What a fault came to, as plain data: told to the trace when it is applied, because only the state right before it tells
 * whether it changed anything. It follows from the run, so a digest needs none of it.
 */
import type { NodeId } from '../core/program';
import type { NodeStatus } from './view';

export interface FaultEffect {
  /** Whether anything is other than it was, or an order reached a process. */
  readonly changed: boolean;
  /** How the node that it names stood before. */
  readonly was?: NodeStatus;
  /** Of a thaw: how many messages had waited for it. */
  readonly waited?: number;
  /** Of a partition: who can still talk to whom by it; all members, in order, in groups that are not empty. */
  readonly groups?: readonly (readonly NodeId[])[];
  /** Of a single message that was not in the air: whether there ever was one. */
  readonly sent?: boolean;
}

export const DONE: FaultEffect = { changed: true };
export const NOTHING: FaultEffect = { changed: false };
