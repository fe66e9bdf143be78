import { commit, settle, type KvOperation } from './operation';
import type { Outcome } from './outcome';

/**
 * Puts `value` in the place of whatever the key holds, or leaves a tombstone with null: for what only one party writes,
 * and for the operator who damages a key to see what happens.
 */
export function overwrite(key: string, value: string | null): KvOperation<Outcome<null>> {
  return settle(write(key, value));
}

function* write(key: string, value: string | null): KvOperation<null> {
  // Nothing is compared, so nothing can conflict.
  yield* commit([], [value === null ? { kind: 'delete', key } : { kind: 'put', key, value, stampAt: null }]);
  return null;
}
