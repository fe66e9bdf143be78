/**
 * Code that talks to a store, written as a generator: it yields a request and is resumed with the reply. Who runs it
 * decides where the store is and how long it takes: at hand (`drive`), beyond a bus, or behind a promise.
 *
 * The functions here are the single steps. They answer with what the request is about, and leave the whole operation
 * with a `Refusal` when the store failed.
 */
import type { KvCheck, KvEntry, KvReply, KvRequest, KvWrite } from './kv';
import { Refusal, type Outcome } from './outcome';

export type KvOperation<T> = Generator<KvRequest, T, KvReply>;

/** The new version, or null: somebody else was first. */
export type Written = number | null;

export function* get(key: string): KvOperation<string | null> {
  return (yield* ask({ kind: 'get', key }, 'value')).value;
}

export function* entry(key: string): KvOperation<KvEntry | null> {
  return (yield* ask({ kind: 'entry', key }, 'entry')).entry;
}

export function* read(keys: readonly string[], prefix: string | null): KvOperation<readonly KvEntry[]> {
  return (yield* ask({ kind: 'read', keys, prefix }, 'entries')).entries;
}

export function* create(key: string, value: string): KvOperation<Written> {
  return versionIn(yield* ask({ kind: 'create', key, value }, 'written', 'conflict'));
}

export function* update(key: string, value: string, version: number): KvOperation<Written> {
  return versionIn(yield* ask({ kind: 'update', key, value, version }, 'written', 'conflict'));
}

export function* remove(key: string, version: number): KvOperation<Written> {
  return versionIn(yield* ask({ kind: 'delete', key, version }, 'written', 'conflict'));
}

export function* commit(checks: readonly KvCheck[], writes: readonly KvWrite[]): KvOperation<Written> {
  return versionIn(yield* ask({ kind: 'commit', checks, writes }, 'written', 'conflict'));
}

/** The whole operation as a value: refusals become outcomes, anything else thrown is a bug and goes on. */
export function* settle<T>(operation: KvOperation<T>): KvOperation<Outcome<T>> {
  try {
    return { ok: true, value: yield* operation };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { ok: false, error: thrown.error, message: thrown.message };
  }
}

function* ask<K extends KvReply['kind']>(
  request: KvRequest,
  ...expected: readonly K[]
): KvOperation<Extract<KvReply, { readonly kind: K }>> {
  const reply = yield request;
  if (reply.kind === 'failed') throw new Refusal(reply.error, reply.message);
  if (!isOneOf(reply, expected)) {
    throw new Refusal('OperationFailed', `The store answered ${request.kind} with ${reply.kind}.`);
  }
  return reply;
}

function isOneOf<K extends KvReply['kind']>(
  reply: KvReply,
  kinds: readonly K[],
): reply is Extract<KvReply, { readonly kind: K }> {
  return kinds.some((kind) => kind === reply.kind);
}

function versionIn(reply: Extract<KvReply, { readonly kind: 'written' | 'conflict' }>): Written {
  return reply.kind === 'written' ? reply.version : null;
}
