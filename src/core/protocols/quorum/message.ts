/** What protocol `quorum` says: the verbs of every election by votes, with a wider heartbeat and offer. */
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
}

/** What protocol `quorum` speaks: the same verbs, a wider heartbeat and offer. */
export type QuorumMessage = QuorumHeartbeat | QuorumOffer | Accept | Announce;
