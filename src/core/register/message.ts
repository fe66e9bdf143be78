/**
 * What travels for the register: writes and reads of clients, copies between nodes.
 *
 * A `token` marks who is entitled to write: the primary's epoch, or the first ballot of its reign. It only ever rises,
 * so whoever remembers the highest one can tell a deposed primary from the present one.
 */
import type { WireSpec } from '../protocol';

/** A client asks for its write number `number`, 1, 2, 3, …: each is one value of the register. */
export interface Write {
  readonly verb: 'WRITE';
  readonly number: number;
}

/** The write is held by all that it takes. */
export interface Wrote {
  readonly verb: 'WROTE';
  readonly number: number;
  /** The token under which it was made. */
  readonly epoch: number;
}

/** A client asks for what is written. `number` is its own, 1, 2, 3, …: an answer to another one is no answer to this. */
export interface Read {
  readonly verb: 'READ';
  readonly number: number;
}

/** What was written and confirmed when the node answered. */
export interface Value {
  readonly verb: 'VALUE';
  readonly number: number;
  /** The token of who answers. */
  readonly epoch: number;
  readonly value: string;
  readonly history: string;
}

/** Not the leader; perhaps who is: `endpoint` empty and `leaderEpoch` −1 where that is unknown. */
export interface Redirect {
  readonly verb: 'REDIRECT';
  /** Of the write; 0 where it was a read that was asked for. */
  readonly number: number;
  readonly endpoint: string;
  readonly leaderEpoch: number;
}

/** The leader, but it cannot: says why. */
export interface Refuse {
  readonly verb: 'REFUSE';
  /** Of the write; 0 for a read. */
  readonly number: number;
  readonly why: string;
}

/** A whole copy of the register, as the holder of `token` has it. */
export interface Replicate {
  readonly verb: 'REPL';
  readonly token: number;
  /** The token under which the last write of the copy was made, and how many writes there were. */
  readonly dataEpoch: number;
  readonly offset: number;
  readonly value: string;
  readonly history: string;
}

/** The sender holds exactly that copy now. */
export interface Replicated {
  readonly verb: 'REPLACK';
  readonly token: number;
  readonly dataEpoch: number;
  readonly offset: number;
}

/** Not taken: `fence` is the highest token that the sender knows. */
export interface Fenced {
  readonly verb: 'REPLNAK';
  readonly token: number;
  readonly fence: number;
}

/** A new primary asks what the others hold, and bars all lower tokens by asking. */
export interface Ask {
  readonly verb: 'SYNC';
  readonly token: number;
}

export interface Told {
  readonly verb: 'SYNCED';
  readonly token: number;
  readonly dataEpoch: number;
  readonly offset: number;
  readonly value: string;
  readonly history: string;
}

/** A primary that may not answer reads alone asks whether nobody has a higher token. */
export interface Check {
  readonly verb: 'CHECK';
  readonly token: number;
  /** Which time it asks: an answer to an earlier one says nothing of the reads since. */
  readonly round: number;
}

/** The sender had seen no higher token when it was asked. */
export interface Checked {
  readonly verb: 'CHECKED';
  readonly token: number;
  readonly round: number;
}

export type RegisterMessage =
  | Write
  | Wrote
  | Read
  | Value
  | Redirect
  | Refuse
  | Replicate
  | Replicated
  | Fenced
  | Ask
  | Told
  | Check
  | Checked;

const COPY = [
  ['token', 'number'],
  ['dataEpoch', 'number'],
  ['offset', 'number'],
  ['value', 'text'],
  ['history', 'text'],
] as const;

const ROUND = [
  ['token', 'number'],
  ['round', 'number'],
] as const;

export const REGISTER_WIRE: WireSpec = {
  WRITE: [['number', 'number']],
  WROTE: [
    ['number', 'number'],
    ['epoch', 'number'],
  ],
  READ: [['number', 'number']],
  VALUE: [
    ['number', 'number'],
    ['epoch', 'number'],
    ['value', 'text'],
    ['history', 'text'],
  ],
  REDIRECT: [
    ['number', 'number'],
    ['endpoint', 'text'],
    ['leaderEpoch', 'number'],
  ],
  REFUSE: [
    ['number', 'number'],
    ['why', 'text'],
  ],
  REPL: COPY,
  REPLACK: [
    ['token', 'number'],
    ['dataEpoch', 'number'],
    ['offset', 'number'],
  ],
  REPLNAK: [
    ['token', 'number'],
    ['fence', 'number'],
  ],
  SYNC: [['token', 'number']],
  SYNCED: COPY,
  CHECK: ROUND,
  CHECKED: ROUND,
};

/** Fields that may be −1 for "none". */
export const REGISTER_NONE_FIELDS: readonly string[] = ['leaderEpoch'];
