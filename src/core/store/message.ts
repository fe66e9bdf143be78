/**
 * A store request and its reply. Both are JSON on the wire: a store is asked by many kinds of programs, and what they ask
 * is data already. In the thread that sent it a message holds that data itself; what comes from a frame, or out of the
 * trace, holds the text, which anybody may have damaged.
 *
 * `session` is drawn by each process anew and `seq` rises within it, so that the store recognises a request that it was
 * sent twice, and the process a reply to what it no longer waits for.
 */
import type { WireSpec } from '../protocol';
import type { KvReply, KvRequest } from './kv';

export interface StoreAsk {
  readonly verb: 'ASK';
  readonly session: number;
  readonly seq: number;
  readonly request: KvRequest | string;
}

export interface StoreAnswer {
  readonly verb: 'ANSWER';
  readonly session: number;
  readonly seq: number;
  readonly reply: KvReply | string;
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
