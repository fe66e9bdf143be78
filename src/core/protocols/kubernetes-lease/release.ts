/** Gives the lease away before its time, so that nobody has to wait for its end. */
import type { NodeId } from '../../program';
import type { ApiOperation } from './api';
import { get, holds, update, type Lock } from './lock';

const FREE_SECONDS = 1;

/**
 * As published it goes by what the elector observed last, and writes over whatever it finds by then: one that has not yet
 * noticed its loss empties the lease of its successor. With `recheckHolder` it looks at what it finds, and leaves another's
 * lease alone. The answer: whether there is nothing left to release.
 */
export function* release(lock: Lock, id: NodeId, recheckHolder: boolean): ApiOperation<boolean> {
  for (;;) {
    const { reply: found, clock } = yield* get(lock);
    if (found.kind !== 'got') return false;
    if (!holds(lock, id)) return true;
    if (recheckHolder && found.record.holder !== id) return true;
    const { reply } = yield* update(lock, {
      holder: '',
      leaseDurationSeconds: FREE_SECONDS,
      acquireTimeUs: clock.wallUs,
      renewTimeUs: clock.wallUs,
      transitions: found.record.transitions,
    });
    if (reply.kind === 'written') return true;
    if (reply.kind === 'got' || reply.error !== 'Conflict') return false;
  }
}
