/**
 * The one step that everything is made of: renew the lease if it is this elector's, take it if it is free, and else see
 * whose it is. What it learns goes into `lock`; the answer is whether the lease is this elector's now.
 */
import type { Clock, NodeId } from '../../program';
import type { ApiOperation } from './api';
import { create, get, holds, isValid, observe, update, type Lock } from './lock';
import { keyOf, type LeaseRecord } from './record';

export interface Identity {
  readonly id: NodeId;
  readonly leaseDurationMs: number;
}

/** `start` is read once: it decides what is valid and what is written, however long the requests take. */
export function* tryAcquireOrRenew(lock: Lock, elector: Identity, start: Clock): ApiOperation<boolean> {
  const { id } = elector;
  let record = ownRecord(elector, start);

  if (holds(lock, id) && isValid(lock, start.nowUs)) {
    // Without a look at the server first, in the hope that nobody wrote since.
    record = continued(record, lock.observed);
    if ((yield* update(lock, record)).reply.kind === 'written') return true;
  }

  const { reply, clock } = yield* get(lock);
  if (reply.kind !== 'got') {
    if (reply.kind === 'written' || reply.error !== 'NotFound') return false;
    return yield* create(lock, record);
  }

  const found = reply.record;
  const key = keyOf(found);
  if (key !== lock.observedKey) {
    observe(lock, found, clock.nowUs);
    lock.observedKey = key;
  }
  const isOwn = holds(lock, id);
  if (found.holder !== '' && isValid(lock, start.nowUs) && !isOwn) return false;

  // What a renewal in vain has put into the record stays there when the lease is taken anew.
  record = isOwn ? continued(record, found) : { ...record, transitions: found.transitions + 1 };
  return (yield* update(lock, record)).reply.kind === 'written';
}

function ownRecord({ id, leaseDurationMs }: Identity, { wallUs }: Clock): LeaseRecord {
  return {
    holder: id,
    leaseDurationSeconds: Math.floor(leaseDurationMs / 1000),
    acquireTimeUs: wallUs,
    renewTimeUs: wallUs,
    transitions: 0,
  };
}

/** One tenure that goes on. */
function continued(record: LeaseRecord, before: LeaseRecord): LeaseRecord {
  const { acquireTimeUs, transitions } = before;
  return { ...record, acquireTimeUs, transitions };
}
