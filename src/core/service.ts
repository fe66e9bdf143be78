/**
 * What a run has besides its protocol, all of it optional: a shared store, clients that write to whoever they believe
 * leads, data that the nodes replicate for them, and exports that one node does per round.
 *
 * Here is only what everybody who watches sees of it; `system.ts` puts the parts together.
 */
import type { NodeId } from './node-id';

/** What a member of a cluster runs. */
export type Part = 'node' | 'store' | 'client';

export type ServiceObservation = ServerObservation | StoreObservation | ClientObservation;

/** Of a node, beside what its elector shows. */
export interface ServerObservation {
  readonly kind: 'server';
  /** null: there are no clients in this run, so there is no data. */
  readonly register: RegisterObservation | null;
  /** null: nothing is exported in this run. */
  readonly exporting: ExportObservation | null;
}

/** A node's copy of the register. Where it stands is the node's `replOffset` and `dataEpoch`. */
export interface RegisterObservation {
  /** The last write that it holds, as `c1#17`; empty before the first. */
  readonly value: string;
  /** All writes that it holds: `c1:1-16,18 c2:1-9`, see `register/history.ts`. */
  readonly history: string;
  /** The highest token that it has seen: with fencing on it takes nothing that carries a lower one. */
  readonly fence: number;
  /** The token of the last copy that it took from a primary, itself included; 0 before the first. */
  readonly token: number;
  /** As a primary: it knows where the data stands, and takes writes. */
  readonly serving: boolean;
  /** What it has confirmed to clients, as a history: as far as this node knows, none of it can be lost. */
  readonly confirmed: string;
  /**
   * How much of the log it had applied when it confirmed that: what another node confirmed further on has more. Absent where
   * there is no log, and what is confirmed later has all that was confirmed before.
   */
  readonly confirmedAt?: number;
  /** Copies that it refused because of their token, since its process began. */
  readonly fenced: number;
}

/** How a node stands to the exports. */
export interface ExportObservation {
  readonly phase: 'idle' | 'trying' | 'working';
  /** The latest round that it tried, by its own wall clock; 0 before the first. */
  readonly round: number;
  /** What became of that round here: `held` means that somebody else had it. */
  readonly outcome: 'none' | 'held' | 'done' | 'unpublished' | 'abandoned' | 'failed' | 'unreachable';
}

export interface StoreObservation {
  readonly kind: 'store';
  /** The number of its latest write. */
  readonly version: number;
  readonly keyCount: number;
}

/** A client's account of itself; every count is since its process began. */
export interface ClientObservation {
  readonly kind: 'client';
  /** Whom it would ask next, and in which epoch it believes that one leads. */
  readonly leader: NodeId | null;
  readonly leaderEpoch: number | null;
  /** The number of its latest write, and whom it asked last for what it is at; null while it asks nobody. */
  readonly writing: number;
  readonly asked: NodeId | null;
  readonly acknowledged: number;
  /** Asked the leader, who could not. */
  readonly refused: number;
  /** Asked somebody who does not lead. */
  readonly misdirected: number;
  readonly unanswered: number;
  /** Given up, with an unknown outcome. */
  readonly abandoned: number;
  /** What became of the hints in redirects. */
  readonly followed: number;
  readonly stale: number;
  readonly rejected: number;
  readonly noLeaderYet: number;
  /** The longest time without an acknowledgement, or an answer to a read, so far, and since when there was none (its own clock). */
  readonly longestGapUs: number;
  readonly lastAckUs: number;
  /** Why the last hint was not followed, or the last write or read refused; empty if there is nothing to say. */
  readonly note: string;
  /** What it reads; absent while it only writes. */
  readonly reads?: ReadsObservation;
}

/** A client's reads; every count is since its process began. */
export interface ReadsObservation {
  /** The number of its latest read; 0 before the first. */
  readonly reading: number;
  /** Whether that read is what it is at: `asked` then says whom it asked for it, and of a write nobody. */
  readonly open: boolean;
  readonly answered: number;
  /** Given up without an answer. */
  readonly abandoned: number;
  /** The latest that was answered; null before the first. The same object while it is unchanged. */
  readonly last: AnsweredRead | null;
}

/** Times are microseconds on the client's own clock. */
export interface AnsweredRead {
  readonly number: number;
  readonly begunUs: number;
  readonly endedUs: number;
  /** Who answered, and the token under which it did. */
  readonly by: NodeId;
  readonly epoch: number;
  /** The last write that it knew of, as `c1#17`, and all of them: `c1:1-16,18 c2:1-9`. */
  readonly value: string;
  readonly history: string;
}
