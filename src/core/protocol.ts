/** How a protocol presents itself to the rest of the playground: nothing outside `core/` names one. */
import type { LogEntry } from './log';
import type {
  Clock,
  DiskRecord,
  FactValue,
  NodeId,
  Observation,
  Program,
  RandomSource,
  Role,
  WireMessage,
} from './program';

export type Config = Readonly<Record<string, number>>;
export type Safeguards = Readonly<Record<string, boolean>>;

/** All that a node is given when its process starts. */
export interface Boot {
  readonly nodeId: NodeId;
  /** The whole membership, this node included, in the order in which messages go out. */
  readonly peerIds: readonly NodeId[];
  /** `host:port` of every member, as the operator configured it. */
  readonly addresses: Readonly<Record<NodeId, string>>;
  readonly startRole: Role;
  readonly config: Config;
  readonly safeguards: Safeguards;
  /** What was on the disk; null on a first start, after a wipe, or if nothing was ever written. */
  readonly disk: DiskRecord | null;
  /** The log that was on the disk, from index 1. Absent: nothing was. */
  readonly log?: readonly LogEntry[];
  /** The data outlives the process with the disk: its last applied offset, and the epoch that dates it. */
  readonly replOffset: number;
  readonly dataEpoch: number;
  /** The node's clocks as the process starts. */
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Where the shared store is reached; null where the run has none. */
  readonly storeId: NodeId | null;
}

export interface ConfigField {
  readonly name: string;
  readonly label: string;
  readonly unit: 'ms' | '%' | '';
  readonly min: number;
  readonly max: number;
  /** 0 is off and 1 is on, and there is nothing else. */
  readonly toggle?: true;
  /** A function when the default follows from other fields. */
  readonly default: number | ((config: Config) => number);
  /** One sentence: what a larger or a smaller number does. */
  readonly help: string;
}

export interface SafeguardField {
  readonly name: string;
  readonly label: string;
  /** One sentence: what goes wrong without it. */
  readonly protects: string;
  /** How many clients it takes to come upon that by chance: it guards what they write. Absent: none. */
  readonly needsClients?: number;
}

/** The mark that a message in flight is drawn with. */
export type MarkShape = 'dot' | 'triangle' | 'square' | 'star' | 'bar';

export interface VerbLook {
  readonly verb: string;
  readonly label: string;
  readonly mark: MarkShape;
}

/** A `flag` is a number that is 0 or 1; `entries` are entries of a log, which are one text on the wire. */
export type FieldKind = 'number' | 'text' | 'role' | 'flag' | 'entries';

/** The fields of each verb in wire order: what the codec encodes and the trace stores in columns. */
export type WireSpec = Readonly<Record<string, readonly (readonly [name: string, kind: FieldKind])[]>>;

export type DecodeError = 'Truncated' | 'Bad' | 'WrongShape' | 'BadNumeric' | 'BadRole';

export type Decoded<M extends WireMessage> =
  | { readonly ok: true; readonly message: M; readonly consumed: number }
  | { readonly ok: false; readonly error: DecodeError };

export interface Codec<M extends WireMessage = WireMessage> {
  readonly spec: WireSpec;
  /** Number fields that may be −1 for "none". */
  readonly noneFields: ReadonlySet<string>;
  encode(message: M): Uint8Array;
  /** Reads one frame from the start of `bytes`; never throws. */
  decode(bytes: Uint8Array): Decoded<M>;
}

/** Who leads, as the store has it. */
export interface LeaseTruth {
  readonly holder: NodeId;
  /** The fencing token. */
  readonly token: number;
  /** On a right wall clock, microseconds since the Unix epoch. */
  readonly untilWallUs: number;
}

/** A limit to how long a cluster is without a leader when its leader fails: milliseconds, derived from the rules. */
export interface FailoverBound {
  /** `least`: none is shorter. The others: none is longer if that attempt to elect somebody succeeds, in order of time. */
  readonly kind: 'least' | 'first' | 'second' | 'third';
  readonly ms: number;
  /** How it comes about, with the names of the fields: `downAfterMs + 3 × latency`. */
  readonly formula: string;
  /** One sentence: why. */
  readonly help: string;
}

/** What people call the number of a reign: one word for each protocol, wherever one of its runs is spoken of. */
export interface Words {
  /** `epoch`, `ballot`, `term`, … */
  readonly epoch: string;
  readonly epochs: string;
}

export type OperatorOrder = 'priority' | 'resign' | 'transfer' | 'campaign' | 'forgetLeader';

/** A node as a property of its protocol sees it. */
export interface WatchedNode {
  readonly id: NodeId;
  readonly status: 'up' | 'frozen' | 'killed' | 'crashed';
  readonly role: Role;
  readonly epoch: number;
  readonly primary: NodeId | null;
  readonly authority: boolean;
  readonly votedEpoch: number;
  readonly votedFor: NodeId | null;
  readonly facts: Readonly<Record<string, FactValue>>;
}

/** What a protocol promises beside what is checked of every protocol. */
export interface Property {
  readonly name: string;
  /** A few words. */
  readonly title: string;
  /** One sentence. */
  readonly says: string;
  /**
   * A sentence, or null if it holds: asked after every step that changed what is seen of a node. Absent where its author's
   * code does not run.
   */
  whyBroken?(nodes: readonly WatchedNode[]): string | null;
}

/** What is known of a protocol before it is loaded. */
export interface About {
  /** As runs and links name it. */
  readonly id: string;
  readonly title: string;
  /** One sentence for the picker. */
  readonly summary: string;
  readonly words: Words;
}

export interface Protocol<M extends WireMessage = WireMessage, S = unknown> extends About {
  readonly config: readonly ConfigField[];
  /** A sentence that names the field and the fix when fields contradict each other, or a rule that is off; null when all agree. */
  checkConfig(config: Config, safeguards?: Safeguards): string | null;
  readonly safeguards: readonly SafeguardField[];
  readonly verbs: readonly VerbLook[];
  readonly codec: Codec<M>;
  /** Message fields that are readings of a node's clock in microseconds; absent: none are. */
  readonly clockFields?: readonly string[];
  /** Whether a run of this protocol begins with a node that is told to be primary. */
  readonly bootstraps: boolean;
  /** Present where nodes elect through a shared store; absent where they talk to each other. */
  readonly store?: {
    /** The key that says who leads. */
    readonly leaseKey: string;
    /** What that key says; null for nobody, and for what cannot be read. */
    readLease(value: string): LeaseTruth | null;
    /**
     * Nobody else acts as the leader while one does, as long as clocks run alike and nobody but its nodes writes that key.
     * Absent: two may well believe in a lease of their own.
     */
    readonly promisesOneAuthority?: true;
    /** Whether one of two with such disks may take a lease that the other still believes in. Absent: neither may. */
    preempts?(one: DiskRecord | null, other: DiskRecord | null): boolean;
  };
  /** Orders of the operator that it heeds besides `replOffset`. */
  readonly commands?: readonly OperatorOrder[];
  /**
   * Its nodes keep one log, and what clients write goes through it: it takes the commands `propose` and `readIndex`, and
   * gives back the effects of `LogEffect`. `replOffset` and `dataEpoch` are the last index and its term, and nobody sets them
   * by hand.
   */
  readonly replicatesLog?: true;
  /** Settings of clients, by name, whose default is another one beside this protocol. */
  readonly clientDefaults?: Config;
  /** Whether the winner's data is never behind that of a majority: otherwise a new primary has to ask around first. */
  readonly electsByOffset: boolean;
  /** Whether who has authority may answer reads by itself; absent: each read is confirmed by a majority. */
  readonly readsByAuthority?: true;
  /**
   * Whether it promises, with such settings, that no two nodes have authority at once: true, or why it does not, one
   * sentence. Absent: it does.
   */
  promisesOneAuthority?(config: Config): true | string;
  /** Whether nodes may be elected without votes, or may not show them: only what is seen of votes is judged. */
  readonly mayShowNoVotes?: true;
  /** Of what is checked of every protocol, by id, what this one does not promise. Absent: nothing. */
  readonly notPromised?: readonly string[];
  readonly properties?: readonly Property[];
  /** After how long a leader that is gone is missed, milliseconds: the pace at which anything happens in a cluster. */
  missedAfterMs(config: Config): number;
  /**
   * What its rules say about the time from the failure of a steady leader to the next authority, if nothing is lost on
   * the way, everybody else is up and their data is equally new. A kind is left out where there is no such limit.
   * `latencyMs` is the least and the most that a message takes; absent safeguards are on.
   */
  failoverBounds?(
    config: Config,
    latencyMs: readonly [least: number, most: number],
    safeguards: Safeguards,
  ): readonly FailoverBound[];
  /**
   * Whether a node that is as `observed` stays so, and quiet, when it takes in this message: it sends nothing in answer,
   * and nothing of its own accord before the wake-up that it has planned or the end of its patience, whichever comes
   * first; and so on with each further message of which this is true. Absent: never. The bus lets nodes run ahead of each
   * other on the strength of it, and checks it.
   */
  readonly isQuiet?: ((from: NodeId, message: M, observed: Observation) => boolean) | undefined;
  /**
   * Why nobody of several nodes can ever come to lead, or can be elected, where each message takes at least so long: the
   * rest of a sentence that begins with "nobody", and names the settings and the fix. Null where somebody can.
   */
  whyNobodyLeads?(config: Config, leastLatencyMs: number): string | null;
  /**
   * What may go wrong with such settings in such a network although they do not contradict each other: a sentence for each,
   * which names the settings and what they should be. `latencyMs` is the least and the most that a message takes.
   */
  concerns?(config: Config, latencyMs: readonly [least: number, most: number]): readonly string[];
  /** What a cluster of so many nodes sends while nothing happens, and the setting that this follows from. Absent: little. */
  idleTraffic?(config: Config, nodes: number): { readonly messagesPerSecond: number; readonly field: string };
  create(boot: Boot): Program<M, S>;
  restore(boot: Boot, state: S): Program<M, S>;
  /** A message in words, for the hover and the inspector: "heartbeat: n1 is primary in epoch 3". */
  describe(message: M): string;
}

/** A protocol whose message and state types are of no concern to the holder. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyProtocol = Protocol<any, any>;
