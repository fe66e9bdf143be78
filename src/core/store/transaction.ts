/**
 * One serializable transaction: read some keys as of one instant, decide, and write only if they are still as they were
 * read. When somebody else was first, everything begins anew with what is there now.
 *
 * It is serializable because the commit compares every key that was named; of the keys found by prefix only those that
 * are written. That is enough here: nobody decides by the absence of a candidate.
 */
import type { KvCheck, KvEntry, KvWrite } from './kv';
import { commit, read, type KvOperation } from './operation';
import { Refusal } from './outcome';

/**
 * Of transactions that meet one always commits, but with rivals in lockstep it need not ever be this one: then its caller
 * does better to come back at another moment than to keep trying in this one.
 */
export const ATTEMPTS_MAX = 16;

/** What was read; a key that was never written has no entry. */
export type Snapshot = readonly KvEntry[];

export interface Decision<T> {
  readonly value: T;
  readonly writes: readonly KvWrite[];
}

/**
 * `decide` must be a function of the snapshot alone, as it may be called several times; it leaves the transaction by
 * throwing a `Refusal`. Refused with `Contended` after `ATTEMPTS_MAX` conflicts.
 */
export function* transact<T>(
  keys: readonly string[],
  prefix: string | null,
  decide: (snapshot: Snapshot) => Decision<T>,
): KvOperation<T> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const snapshot = yield* read(keys, prefix);
    const { value, writes } = decide(snapshot);
    // What was read together was true together: there is nothing to compare.
    if (writes.length === 0) return value;
    if ((yield* commit(checksOf(keys, writes, snapshot), writes)) !== null) return value;
  }
  throw new Refusal('Contended', `Others were first ${ATTEMPTS_MAX} times in a row; nothing was written.`);
}

export function entryIn(snapshot: Snapshot, key: string): KvEntry | null {
  return snapshot.find((candidate) => candidate.key === key) ?? null;
}

function checksOf(
  keys: readonly string[],
  writes: readonly KvWrite[],
  snapshot: Snapshot,
): readonly KvCheck[] {
  const named = keys.map((key) => ({ key, version: entryIn(snapshot, key)?.version ?? null }));
  const found = snapshot.filter(
    ({ key }) => !keys.includes(key) && writes.some((write) => write.key === key),
  );
  return [...named, ...found.map(({ key, version }) => ({ key, version }))];
}
