/**
 * The shared store as requests and replies: plain data that can be passed to a map in memory, sent over a bus, or kept in
 * a database. Each request is one atomic step of the store, and all of them together have one order.
 *
 * What a store promises, and the leases build on:
 * - *Versions.* Every write gives its key a new version, a positive integer above every earlier version of that key.
 *   Who names the version that it read can therefore never overwrite what it has not seen.
 * - *Tombstones.* A deleted key keeps a version and loses its value. Its next write continues from there, so that a
 *   version never comes back after a deletion. A tombstone exists: `create` conflicts with it, `update` replaces it.
 * - *Versionstamps.* A commit has a stamp of twelve bytes that is above the stamps of all earlier commits; a value can
 *   ask to have it written into its text, which is the only way to learn a commit's place while making it.
 * - *Bounds.* Keys, values and commits have a largest size (`kv-limits.ts`), and a breach is refused by name.
 *
 * Simplified against real stores: no watches, no time to live, no paging, and tombstones are kept for ever.
 */

export interface KvEntry {
  readonly key: string;
  /** null: a tombstone. */
  readonly value: string | null;
  readonly version: number;
}

export type KvRequest =
  /** The value; a tombstone looks like a key that was never written. */
  | { readonly kind: 'get'; readonly key: string }
  /** Value and version, tombstones shown. */
  | { readonly kind: 'entry'; readonly key: string }
  /** The entries of `keys`, tombstones shown, and all values below `prefix`, all as of one instant. */
  | { readonly kind: 'read'; readonly keys: readonly string[]; readonly prefix: string | null }
  /** Conflicts if the key was ever written. */
  | { readonly kind: 'create'; readonly key: string; readonly value: string }
  /** Conflicts unless `version` is the key's current one; brings a tombstone back to life. */
  | { readonly kind: 'update'; readonly key: string; readonly value: string; readonly version: number }
  /** Conflicts unless `version` is the key's current one; leaves a tombstone. */
  | { readonly kind: 'delete'; readonly key: string; readonly version: number }
  /** All writes, in order, or none: conflicts unless every key of `checks` is as it was read. */
  | { readonly kind: 'commit'; readonly checks: readonly KvCheck[]; readonly writes: readonly KvWrite[] };

export interface KvCheck {
  readonly key: string;
  /** null: still never written. */
  readonly version: number | null;
}

export type KvWrite =
  | {
      readonly kind: 'put';
      readonly key: string;
      readonly value: string;
      /** Where in `value` the commit's versionstamp replaces as many characters; null for nowhere. */
      readonly stampAt: number | null;
    }
  /** Leaves a tombstone, or nothing where nothing ever was. */
  | { readonly kind: 'delete'; readonly key: string };

export type KvReply =
  /** To `get`. */
  | { readonly kind: 'value'; readonly value: string | null }
  /** To `entry`; null if the key was never written. */
  | { readonly kind: 'entry'; readonly entry: KvEntry | null }
  /** To `read`: what exists, by key in the order of code units, each once. */
  | { readonly kind: 'entries'; readonly entries: readonly KvEntry[] }
  /** To a write: it holds, and `version` is the new one of everything that it wrote. */
  | { readonly kind: 'written'; readonly version: number }
  /** To a write: somebody else was first, nothing changed. */
  | { readonly kind: 'conflict' }
  | KvFailure;

/** Nothing was read, and as far as the store knows nothing was written. */
export interface KvFailure {
  readonly kind: 'failed';
  readonly error: KvErrorName;
  /** A sentence for people. */
  readonly message: string;
}

export type KvErrorName =
  | 'EmptyKey'
  | 'KeyTooLong'
  | 'ValueTooLarge'
  | 'IllFormedText'
  | 'BadStampPosition'
  | 'TransactionTooLarge'
  /** The store cannot do it at all: it takes no writes, is full, is not there. */
  | 'OperationFailed';

/** What must be known of a store before anybody talks to it. */
export interface KvStoreInfo {
  /** False for a store that is only ever read: a replica, a snapshot. */
  readonly writable: boolean;
}

/** A store that answers at once. `ask` throws only if it is broken: what a store cannot do is a reply. */
export interface KvStore extends KvStoreInfo {
  ask(request: KvRequest): KvReply;
}

export function isWrite(request: KvRequest): boolean {
  switch (request.kind) {
    case 'get':
    case 'entry':
    case 'read':
      return false;
    case 'create':
    case 'update':
    case 'delete':
    case 'commit':
      return true;
    default: {
      const unknown: never = request;
      throw new Error(`unknown request ${JSON.stringify(unknown)}`);
    }
  }
}
