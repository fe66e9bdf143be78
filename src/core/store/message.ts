/**
 * A store request and its reply on the wire. Both carry JSON: a store is asked by many kinds of programs, and what they
 * ask is data already.
 *
 * `session` is drawn by each process anew and `seq` rises within it, so that the store recognises a request that it was
 * sent twice, and the process a reply to what it no longer waits for.
 */
import type { WireSpec } from '../protocol';

export interface StoreAsk {
  readonly verb: 'ASK';
  readonly session: number;
  readonly seq: number;
  /** A `KvRequest` as JSON. */
  readonly request: string;
}

export interface StoreAnswer {
  readonly verb: 'ANSWER';
  readonly session: number;
  readonly seq: number;
  /** A `KvReply` as JSON. */
  readonly reply: string;
}

export type StoreMessage = StoreAsk | StoreAnswer;

export const STORE_WIRE: WireSpec = {
  ASK: [
    ['session', 'number'],
    ['seq', 'number'],
    ['request', 'text'],
  ],
  ANSWER: [
    ['session', 'number'],
    ['seq', 'number'],
    ['reply', 'text'],
  ],
};
