/** What an elector remembers of the Lease, from one request to the next. Plain data; one object, changed in place. */
import type { NodeId } from '../../program';
import type { Answered, ApiOperation } from './api';
import { BLANK_RECORD, type LeaseRecord } from './record';

export interface Lock {
  observed: LeaseRecord;
  /** When it was observed, on the elector's monotonic clock in microseconds; null before the first time. */
  observedAtUs: number | null;
  /** Of the last reading that was new; null before the first. Own writes leave it alone. */
  observedKey: string | null;
  /** Of the object that was last got, created or updated; null after a create that failed, and before anything. */
  version: number | null;
  /** Its own wait for any holder, in milliseconds; absent: the holder's duration counts. Source: client-go b4217e149 (1.27). */
  readonly waitMs?: number;
}

export function freshLock(): Lock {
  return { observed: BLANK_RECORD, observedAtUs: null, observedKey: null, version: null };
}

/** By what it observed last, which may be long outdated. */
export const holds = ({ observed }: Lock, id: NodeId): boolean => observed.holder === id;

/** When the observed lease ends for whoever waits for it: microseconds on the elector's monotonic clock; null for never begun. */
export function observedEndUs({ observed, observedAtUs, waitMs }: Lock): number | null {
  if (observedAtUs === null) return null;
  return observedAtUs + (waitMs === undefined ? observed.leaseDurationSeconds * 1_000_000 : waitMs * 1000);
}

/** The time that counts is its own since it saw the record change. The times in the record are compared with no clock. */
export function isValid(lock: Lock, nowUs: number): boolean {
  const endUs = observedEndUs(lock);
  return endUs !== null && endUs > nowUs;
}

export function observe(lock: Lock, record: LeaseRecord, nowUs: number): void {
  lock.observed = record;
  lock.observedAtUs = nowUs;
}

/** An object as the server has it. */
export function* get(lock: Lock): ApiOperation<Answered> {
  const answered = yield { verb: 'get' };
  if (answered.reply.kind === 'got') lock.version = answered.reply.version;
  return answered;
}

/** Makes the object. A failure leaves the client without one, as if it had never seen any. */
export function* create(lock: Lock, record: LeaseRecord): ApiOperation<boolean> {
  const { reply, clock } = yield { verb: 'create', record };
  lock.version = reply.kind === 'written' ? reply.version : null;
  if (reply.kind !== 'written') return false;
  observe(lock, record, clock.nowUs);
  return true;
}

/** Replaces the object that it knows. A failure changes nothing that it knows. */
export function* update(lock: Lock, record: LeaseRecord): ApiOperation<Answered> {
  const answered = yield { verb: 'update', record, version: lock.version };
  const { reply, clock } = answered;
  if (reply.kind !== 'written') return answered;
  lock.version = reply.version;
  observe(lock, record, clock.nowUs);
  return answered;
}
