/**
 * The four verbs of an election by votes, as published (source: the `Message` API page of kevy). A protocol that says more
 * adds fields to them.
 *
 * Epochs and offsets are whole numbers from 0 to 2^53-1; times are microseconds on the sender's own clock. A message
 * carries its sender's id although the network says who sent it: receivers go by the network.
 */
import type { NodeId, Role } from '../program';

export interface KevyHeartbeat {
  readonly verb: 'HB';
  readonly epoch: number;
  readonly nodeId: NodeId;
  readonly role: Role;
  /** The newest offset that the sender has applied. */
  readonly replOffset: number;
}

export interface KevyOffer {
  readonly verb: 'OFFER';
  readonly newEpoch: number;
  readonly candidateId: NodeId;
  readonly replOffset: number;
}

export interface Accept {
  readonly verb: 'ACCEPT';
  readonly epoch: number;
  readonly accepterId: NodeId;
}

export interface Announce {
  readonly verb: 'ANNOUNCE';
  readonly epoch: number;
  readonly newPrimaryId: NodeId;
  /** `host:port` where the winner serves. */
  readonly newPrimaryAddr: string;
}

/** What protocol `kevy` speaks, as published. */
export type KevyMessage = KevyHeartbeat | KevyOffer | Accept | Announce;
