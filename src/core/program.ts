/**
 * What runs inside a node.
 *
 * A `Program` is a protocol as a value that reacts: messages and wake-ups go in, effects come out as data. It has no
 * clock, timer, randomness or I/O of its own; all of these are parameters. The same program therefore runs in a Web
 * Worker, in Node, in a model checker, and gives the same answer for the same inputs.
 *
 * Units: every time is an integer number of microseconds on the node's own clock (`...Us`), every duration in a config
 * is milliseconds (`...Ms`). Clocks of two nodes are never compared.
 */
import type { LeaderState } from './leadership/leader-state';
import type { LogEntry, LogWrite } from './log';
import type { NodeId } from './node-id';
import type { ServiceObservation } from './service';

export type { NodeId };

export type Role = 'primary' | 'replica' | 'candidate';

/** The node's own reading of time: `nowUs` is monotonic, `wallUs` counts from the Unix epoch and may be skewed. */
export interface Clock {
  readonly nowUs: number;
  readonly wallUs: number;
}

/** Whole numbers below `limit` (1 … 2^32), drawn from a seeded stream that belongs to this node alone. */
export interface RandomSource {
  below(limit: number): number;
}

/** Anything that a protocol sends. Messages are values: nobody changes one after it was sent. */
export interface WireMessage {
  readonly verb: string;
}

/** What a node keeps on its disk, beside a log: plain data, small, replaced as a whole by each durable write. */
export type DiskRecord = Readonly<Record<string, string | number | boolean | null>>;

/** What happened, for the people who watch. `text` continues a sentence that begins with the node's id. */
export interface ProgramEvent {
  readonly tag:
    | 'candidate'
    | 'primary'
    | 'replica'
    | 'vote'
    | 'refusal'
    | 'epoch'
    | 'authority'
    /** It begins or ceases to answer clients. */
    | 'serving'
    | 'note';
  readonly epoch: number;
  /** The other node that this is about, if there is one. */
  readonly peer: NodeId | null;
  readonly text: string;
}

export type Effect<M extends WireMessage = WireMessage> =
  /** `to: '*'` is every peer, in the order of `peerIds`, this node left out. */
  | { readonly kind: 'send'; readonly to: NodeId | '*'; readonly message: M }
  /**
   * On the disk before any message of the same step leaves. Where a protocol replicates a log, that is on the disk beside
   * the record: `log` writes its end, and without it the log stays as it is. At most one such effect a step has a log.
   */
  | { readonly kind: 'persist'; readonly record: DiskRecord; readonly log?: LogWrite }
  | { readonly kind: 'event'; readonly event: ProgramEvent }
  | LogEffect;

/**
 * What a protocol that replicates a log (`Protocol.replicatesLog`) tells the state machine in the same process. The bus has no
 * use for any of it.
 */
export type LogEffect =
  /**
   * To be applied, in this order and without a gap: from index 1 on in each process, since what a state machine holds is
   * gone with its process. An entry without data is the leader's own, and changes nothing.
   */
  | { readonly kind: 'apply'; readonly entries: readonly LogEntry[] }
  /** A read that was asked for may be answered as soon as everything up to `index` is applied. */
  | { readonly kind: 'readable'; readonly index: number; readonly context: string }
  /** A proposal that nobody can take now: `data` is in no log because of it. */
  | { readonly kind: 'dropped'; readonly data: string };

/** Orders from the operator of a node, as opposed to messages of its peers. Who does not know one ignores it. */
export type Command =
  /** The data that the node serves is at `value` now, dated by `dataEpoch`, or else by the node's own epoch. */
  | { readonly kind: 'replOffset'; readonly value: number; readonly dataEpoch?: number }
  /** How much this node is preferred as a leader; higher is more. */
  | { readonly kind: 'priority'; readonly value: number }
  /** Gives leadership up, in good order. */
  | { readonly kind: 'resign' }
  /** Hands leadership to that node, in good order. */
  | { readonly kind: 'transfer'; readonly to: NodeId }
  /** Stands for election now. */
  | { readonly kind: 'campaign' }
  /** Forgets whom it follows, so that it would vote for another. */
  | { readonly kind: 'forgetLeader' }
  /**
   * To a protocol that replicates a log, from the state machine beside it: to have `data` in the log, at most 256 characters. It
   * comes back as `apply` once it is decided, on every node, or as `dropped` in this very step. Taken is not decided: a
   * proposal may be lost with its leader, and nobody says so.
   */
  | { readonly kind: 'propose'; readonly data: string }
  /**
   * Likewise: how far everything has to be applied before a read that begins now may be answered. Comes back as `readable`
   * with the same `context`, at a follower too, or never: who asks gives up after a while. A context is used once.
   */
  | { readonly kind: 'readIndex'; readonly context: string }
  /** Ends the export that is under way: given up in good order, or broken off without a word. */
  | { readonly kind: 'export'; readonly how: 'abandon' | 'fail' }
  /** The wall clock was set. A program only hears of it as a wake-up. */
  | { readonly kind: 'clock' }
  /** To a store: overwrites a key with what nobody can read, or deletes it. */
  | { readonly kind: 'store'; readonly how: 'corrupt' | 'tombstone'; readonly key: string };

export type FactValue = string | number | boolean | null;

/**
 * The part of a node's state that everybody watches. Read after every step, so it must be cheap: no allocation beyond
 * this one object, and the same object again when nothing in it changed.
 */
export interface Observation {
  readonly role: Role;
  readonly epoch: number;
  /** Whom this node takes for the primary (itself included). */
  readonly primary: NodeId | null;
  /** It may act as the leader while its own clock reads less than this; 0 for never, Infinity for no end. */
  readonly authorityUntilUs: number;
  /** The full length of an authority that was just renewed: what a drained ring is measured against. */
  readonly authoritySpanUs: number;
  /** A follower's patience with its primary: counted from here … */
  readonly patienceFromUs: number;
  /** … it is over when its own clock reads this; Infinity when it waits for nobody. */
  readonly patienceUntilUs: number;
  readonly replOffset: number;
  /** The epoch of the primary that assigned the last applied offset; 0 where the protocol does not date offsets. */
  readonly dataEpoch: number;
  /** The newest epoch in which this node has given its vote (0: none that it remembers), and to whom. */
  readonly votedEpoch: number;
  readonly votedFor: NodeId | null;
  /**
   * To whom this node would grant authority now: the leader whose heartbeats it stands by and whose copies it takes,
   * itself while it leads; null while it follows nobody, or a promise to somebody else withholds its grant. Absent where
   * a protocol knows no grants.
   */
  readonly grantsTo?: NodeId | null;
  /**
   * A primary of an earlier epoch than this gets nothing from this node, whose votes since may have elected another. Never
   * above `votedEpoch` unless a higher epoch is known; absent where a vote binds for good.
   */
  readonly boundEpoch?: number;
  readonly leadership: LeaderState;
  /**
   * How much of its log is decided, as far as this node knows: the index of the last such entry. Absent where a protocol
   * replicates no log. The log itself is what the node has written to its disk.
   */
  readonly commit?: number;
  /**
   * The first epoch of the present primacy, where one primacy goes through several: what a primary marks its writes
   * with. Absent: the epoch itself.
   */
  readonly reign?: number;
  /** What its author says of it beside all that, where properties look at it. */
  readonly facts?: Readonly<Record<string, FactValue>>;
  /** What a node does besides electing, or a store or a client instead of it; the same object while it is unchanged. */
  readonly service?: ServiceObservation;
}

/** One peer as this node sees it. */
export interface PeerView {
  readonly id: NodeId;
  /** On this node's clock; null if never heard since its start. */
  readonly heardAtUs: number | null;
  /** Heard recently enough to count as alive. */
  readonly alive: boolean;
  readonly role: Role | null;
  readonly epoch: number | null;
  readonly replOffset: number | null;
  /** Where this node leads and replicates a log: what it knows that one holds, and the index that it sends next. */
  readonly progress?: { readonly match: number; readonly next: number };
  /** Anything else that is worth a line, already in words ("grants me until …" is best given as `untilUs`). */
  readonly facts: readonly Fact[];
}

/** A line for the inspector. `atUs` is a moment on the node's clock, `durationMs` a length, `value` anything else. */
export type Fact = {
  readonly label: string;
  /** What it belongs to, where that is not the election. */
  readonly about?: 'register' | 'exports';
} & ({ readonly value: string } | { readonly atUs: number } | { readonly durationMs: number });

/** Everything that the node believes, for the inspector. Not on the hot path. */
export interface ProgramView {
  readonly observation: Observation;
  readonly votes: readonly NodeId[];
  readonly peers: readonly PeerView[];
  /** Beliefs particular to the protocol: promises, backoff, timers. */
  readonly facts: readonly Fact[];
}

export interface Program<M extends WireMessage = WireMessage, S = unknown> {
  /** A frame from `from` was decoded to `message`. */
  onMessage(from: NodeId, message: M, clock: Clock): readonly Effect<M>[];
  /** The moment given by `nextWakeUs` has come (or the node was just started). Must move that moment forward. */
  onWake(clock: Clock): readonly Effect<M>[];
  onCommand(command: Command, clock: Clock): readonly Effect<M>[];
  /** When this program wants to be woken, on its own monotonic clock; in the past means at once, Infinity never. */
  nextWakeUs(): number;
  observe(): Observation;
  view(clock: Clock): ProgramView;
  /** A deep, plain, clonable copy of the whole state: `restore(boot, save())` behaves like the original. */
  save(): S;
}
