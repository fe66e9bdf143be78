/** What protocol `quorum` says: the verbs of every election by votes, with a wider heartbeat, offer and accept. */
import type { NodeId } from '../../node-id';
import type { Accept, Announce, KevyHeartbeat, KevyOffer } from '../../election/message';

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
  /** 1: only a question whether the receiver would vote for this now. 0: the offer itself. */
  readonly pre: 0 | 1;
}

export interface QuorumAccept extends Accept {
  /** 1: the answer to a question, which promises nothing. 0: a vote. */
  readonly pre: 0 | 1;
}

/** A primary that is one no more tells who holds its data to stand at once. It has ended its primacy of `epoch` for good. */
export interface HandOver {
  readonly verb: 'HANDOVER';
  readonly epoch: number;
  readonly nodeId: NodeId;
}

/** What protocol `quorum` speaks: the same verbs, with more fields where it has more to say. */
export type QuorumMessage = QuorumHeartbeat | QuorumOffer | QuorumAccept | Announce | HandOver;
