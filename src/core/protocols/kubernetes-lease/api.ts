/**
 * What an elector asks of the API server about its one Lease, and what it is told. As with a store, code that asks is a
 * generator: it yields a request and is resumed with the reply, and with what the elector's clocks read by then.
 */
import type { Clock } from '../../program';
import type { LeaseRecord } from './record';

export type ApiRequest =
  | { readonly verb: 'get' }
  | { readonly verb: 'create'; readonly record: LeaseRecord }
  /** Taken only if `version` is the resource version of what is stored; null: the elector knows of none. */
  | { readonly verb: 'update'; readonly record: LeaseRecord; readonly version: number | null };

export type ApiError =
  | 'NotFound'
  | 'AlreadyExists'
  /** Another version is stored, or the object was deleted or made anew since. */
  | 'Conflict'
  /** The server refuses the record itself. */
  | 'Invalid'
  /** Nothing came back: a write may have taken effect all the same. */
  | 'Unavailable'
  /** The client itself refused, since it has no object to update. */
  | 'NotSent';

export type ApiReply =
  | { readonly kind: 'got'; readonly record: LeaseRecord; readonly version: number }
  | { readonly kind: 'written'; readonly version: number }
  | { readonly kind: 'failed'; readonly error: ApiError };

export interface Answered {
  readonly reply: ApiReply;
  readonly clock: Clock;
}

export type ApiOperation<T> = Generator<ApiRequest, T, Answered>;
