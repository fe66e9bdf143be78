/**
 * The four verbs of the quorum protocols (source: the `Message` API page of kevy).
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

export interface QuorumHeartbeat extends KevyHeartbeat {
  /** The epoch of the primary that assigned `replOffset`. */
  readonly dataEpoch: number;
  /** The highest epoch that the sender has promised to anybody, itself included. */
  readonly promised: number;
  /** The sender's own clock as this left; comes back to it as an echo. */
  readonly sentAt: number;
  /** The newest `sentAt` that the sender grants the receiver as its primary; -1 for none. */
  readonly echo: number;
}

export interface QuorumOffer extends KevyOffer {
  readonly dataEpoch: number;
}

/** What protocol `quorum` speaks: the same verbs, a wider heartbeat and offer. */
export type QuorumMessage = QuorumHeartbeat | QuorumOffer | Accept | Announce;
