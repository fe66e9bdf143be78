/**
 * What an author writes: a whole protocol in one value.
 *
 * Only types and the function that infers them are here; `check.ts` reads a definition that anybody may have written.
 */
import type { FactValue, NodeId } from '../../program';
import type { WatchedNode } from '../../protocol';

export type { FactValue, WatchedNode };

/** `number`: a safe integer from −1 on. `text`: at most 256 bytes. `list`: at most 64 texts. */
export type FieldType = 'number' | 'text' | 'flag' | 'list';
export type FieldTypes = Readonly<Record<string, FieldType>>;

type ValueOf<T extends FieldType> = T extends 'number'
  ? number
  : T extends 'text'
    ? string
    : T extends 'flag'
      ? boolean
      : readonly string[];

export type FieldValues<F extends FieldTypes> = { readonly [Name in keyof F]: ValueOf<F[Name]> };

export interface Setting {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** One sentence: what a larger or a smaller number does. */
  readonly help: string;
}

export interface Switch {
  readonly default: boolean;
  /** One sentence: what goes wrong without it. */
  readonly protects: string;
}

/** What an author's own record on the disk may be: plain data, at most 64 KB as JSON. */
// An author reads back what was saved without saying twice what it is.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Saved = any;

/** All that a handler can know and do. Times are milliseconds on the node's own clocks. */
export interface OwnNode<
  M extends Readonly<Record<string, FieldTypes>> = Readonly<Record<string, FieldTypes>>,
  C extends string = string,
  G extends string = string,
> {
  readonly id: NodeId;
  /** Everybody, in order, this node included. */
  readonly members: readonly NodeId[];
  /** Everybody else, in order. */
  readonly peers: readonly NodeId[];
  /** How many are a majority of all. */
  readonly quorum: number;
  readonly config: { readonly [Name in C]: number };
  readonly safeguards: { readonly [Name in G]: boolean };
  /** What was saved last; null on a first start and after a wipe. */
  readonly disk: Saved;
  /** Monotonic. */
  readonly nowMs: number;
  /** Since 1970; it may be wrong, and may jump. */
  readonly wallMs: number;
  send<V extends keyof M & string>(to: NodeId, verb: V, ...fields: FieldsOf<M[V]>): void;
  /** To every peer, in order. */
  broadcast<V extends keyof M & string>(verb: V, ...fields: FieldsOf<M[V]>): void;
  /** Calls the handler of that name once, `inMs` from now; set again it moves. */
  timer(name: string, inMs: number): void;
  clear(name: string): void;
  /** To the disk, before any message of the same step leaves. It replaces what was there. */
  save(record: Saved): void;
  /** A whole number, 0 … below − 1, from the seed of the run. */
  random(below: number): number;
  log(text: string, about?: { readonly peer?: NodeId; readonly tag?: string }): void;
}

type FieldsOf<F extends FieldTypes> = keyof F extends never
  ? [fields?: FieldValues<F>]
  : string extends keyof F
    ? [fields?: Readonly<Record<string, unknown>>]
    : [fields: FieldValues<F>];

/** What everybody who watches sees of a node. */
export interface Observed {
  readonly role: 'primary' | 'replica' | 'candidate' | (string & {});
  readonly epoch: number;
  /** Whom it takes for the leader. */
  readonly primary?: NodeId | null;
  /** It may act as the leader. */
  readonly authority?: boolean;
  /** In its place: it may until its own `nowMs` reads this. */
  readonly authorityUntilMs?: number;
  readonly replOffset?: number;
  readonly votedEpoch?: number;
  readonly votedFor?: NodeId | null;
}

export interface OwnProperty {
  /** One sentence: what must never happen, or always hold. */
  readonly says: string;
  holds(nodes: readonly WatchedNode[]): boolean;
}

/**
 * State as handlers see it: what began as null may become anything, an empty list may be filled, a literal is of its kind.
 * A state type that says more stands as it is.
 */
export type Loose<S> = S extends object ? { -readonly [K in keyof S]: LooseField<S[K]> } : S;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Anything = any;
type LooseField<T> = [T] extends [null] ? Anything : [T] extends [readonly never[]] ? Anything[] : T;

export interface Definition<
  S = Anything,
  M extends Readonly<Record<string, FieldTypes>> = Readonly<Record<string, FieldTypes>>,
  C extends string = string,
  G extends string = string,
> {
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly config?: Readonly<Record<C, Setting>>;
  readonly safeguards?: Readonly<Record<G, Switch>>;
  readonly messages: M;
  /** A process begins: returns its state. Called again with every restart. */
  start(node: OwnNode<M, C, G>): S;
  readonly onMessage?: {
    readonly [V in keyof M]?: (
      node: OwnNode<M, C, G>,
      state: Loose<S>,
      from: NodeId,
      fields: FieldValues<M[V]>,
    ) => void;
  };
  readonly onTimer?: Readonly<Record<string, (node: OwnNode<M, C, G>, state: Loose<S>) => void>>;
  observe(node: OwnNode<M, C, G>, state: Loose<S>): Observed;
  facts?(node: OwnNode<M, C, G>, state: Loose<S>): Readonly<Record<string, FactValue>>;
  readonly describe?: { readonly [V in keyof M]?: (fields: FieldValues<M[V]>) => string };
  readonly properties?: Readonly<Record<string, OwnProperty>>;
  /** Names of properties of the playground that this protocol does not promise. */
  readonly notPromised?: readonly string[];
}

/** One whose names and types are of no concern to the holder. */
export type AnyDefinition = Definition<Anything, Anything, Anything, Anything>;

/** Gives a definition back as it is; an editor knows its types from here on. */
export function defineProtocol<
  S,
  const M extends Readonly<Record<string, FieldTypes>>,
  C extends string = never,
  G extends string = never,
>(definition: Definition<S, M, C, G>): Definition<S, M, C, G> {
  return definition;
}
