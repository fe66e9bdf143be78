/** Runs an operation of the core against a store that has to be waited for. */
import type { KvFailure } from '../../core/store/kv';
import type { KvOperation } from '../../core/store/operation';
import type { AsyncKvStore } from './async-store';

/** Rejects only with what the operation itself throws, which is a bug: a store that fails is part of the outcome. */
export async function driveAsync<T>(operation: KvOperation<T>, store: AsyncKvStore): Promise<T> {
  let step = operation.next();
  while (step.done !== true) step = operation.next(await store.ask(step.value).catch(storeFailed));
  return step.value;
}

/** A reply made of whatever a store threw. */
export function storeFailed(thrown: unknown): KvFailure {
  const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { kind: 'failed', error: 'OperationFailed', message: `The store failed (${reason}).` };
}
