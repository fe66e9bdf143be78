/** Runs an operation against a store that answers at once: in the simulator, in tests. */
import type { KvReply, KvRequest } from './kv';
import type { KvOperation } from './operation';

export function drive<T>(operation: KvOperation<T>, ask: (request: KvRequest) => KvReply): T {
  let step = operation.next();
  while (step.done !== true) step = operation.next(ask(step.value));
  return step.value;
}
