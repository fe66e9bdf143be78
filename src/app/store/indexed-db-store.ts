/**
 * The store in the browser's own database, shared by all tabs of one origin.
 *
 * The rules are those of the memory store: each request is one database transaction that loads what the request is
 * about, takes one step of the pure state machine, and stores what changed. The browser runs transactions that write one
 * after the other, over all tabs, which is what makes the steps atomic. A reply goes out when its transaction is complete.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { isWrite, type KvEntry, type KvReply, type KvRequest } from '../../core/store/kv';
import { KEY_BYTES_MAX } from '../../core/store/limits';
import { scopeOf } from '../../core/store/scope';
import { apply, type StoreState } from '../../core/store/memory-store';
import type { Outcome } from '../../core/store/outcome';
import { storeFailed } from './async-driver';
import type { AsyncKvStore } from './async-store';

interface Schema extends DBSchema {
  entries: { key: string; value: KvEntry };
  /** One record, `version`: that of the latest write. */
  counters: { key: string; value: number };
}

const STORES = ['entries', 'counters'] as const;

export class IndexedDbStore implements AsyncKvStore {
  readonly writable = true;

  constructor(private readonly database: IDBPDatabase<Schema>) {}

  ask(request: KvRequest): Promise<KvReply> {
    return this.step(request).catch(storeFailed);
  }

  /** Every later request fails. */
  close(): void {
    this.database.close();
  }

  private async step(request: KvRequest): Promise<KvReply> {
    const transaction = this.database.transaction(STORES, isWrite(request) ? 'readwrite' : 'readonly');
    const entries = transaction.objectStore('entries');
    const counters = transaction.objectStore('counters');

    const { keys, prefix } = scopeOf(request);
    const [version, below, ...named] = await Promise.all([
      counters.get('version'),
      prefix === null ? [] : entries.getAll(keysBelow(prefix)),
      ...keys.map((key) => entries.get(key)),
    ]);
    const before: StoreState = { version: version ?? 0, entries: inOrder([...below, ...named]) };
    const { state, reply } = apply(before, request);

    const writes: Promise<unknown>[] = [transaction.done];
    if (state !== before) {
      const known = new Set(before.entries);
      // The states share what did not change. Only a write changes any, and its transaction has `put`.
      const changed = state.entries.filter((entry) => !known.has(entry));
      writes.push(...changed.map((entry) => entries.put!(entry)), counters.put!(state.version, 'version'));
    }
    await Promise.all(writes);
    return reply;
  }
}

/** A browser may have no database to give: in a private window, with storage blocked, on a full disk. */
export async function openIndexedDbStore(name: string): Promise<Outcome<IndexedDbStore>> {
  try {
    const database = await openDB<Schema>(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('entries', { keyPath: 'key' });
        fresh.createObjectStore('counters');
      },
      // Somebody wants to delete the database or make it newer: stand aside.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return { ok: true, value: new IndexedDbStore(database) };
  } catch (thrown) {
    const { message } = storeFailed(thrown);
    return {
      ok: false,
      error: 'OperationFailed',
      message: `This browser gives the page no database. ${message}`,
    };
  }
}

/** No key is longer than its limit, so none that begins with `prefix` lies beyond that many of the highest character. */
function keysBelow(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, prefix + '\uffff'.repeat(KEY_BYTES_MAX));
}

function inOrder(found: readonly (KvEntry | undefined)[]): readonly KvEntry[] {
  const byKey = new Map(found.flatMap((entry) => (entry === undefined ? [] : [[entry.key, entry] as const])));
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
