/**
 * "At most one export a round", for a group of processes that all try: a lease on one key with its end written inside.
 *
 * Whoever creates the key, or replaces what it read of it, has won; everybody else skips the round. The lease lasts for
 * the whole round, also when the work is done sooner, and when it is over the next one to try wins.
 *
 * It saves work and guards nothing: each process reads the end on its own wall clock, so skewed ones may export twice,
 * and a winner that stalls past its lease is not stopped. Work that must happen once needs a fencing token.
 *
 * Times are whole seconds on the caller's wall clock, since the Unix epoch.
 */
import { assert } from '../assert';
import type { KvEntry, KvStoreInfo } from '../store/kv';
import { create, entry, get, settle, update, type KvOperation, type Written } from '../store/operation';
import { LeaseGuard, type OnDropped } from './guard';
import { formatLeaseRecord, parseLeaseRecord, type LeaseRecord } from './record';
import { Refusal, type Outcome } from '../store/outcome';

export class ExportLease {
  private constructor(
    readonly key: string,
    readonly holderId: string,
    private readonly onDropped: OnDropped,
  ) {}

  /** `OperationFailed` for a store that takes no writes: better now than in every round. */
  static create(
    store: KvStoreInfo,
    key: string,
    holderId: string,
    onDropped: OnDropped,
  ): Outcome<ExportLease> {
    if (store.writable) return { ok: true, value: new ExportLease(key, holderId, onDropped) };
    const message = `An export lease on "${key}" needs a store that takes writes.`;
    return { ok: false, error: 'OperationFailed', message };
  }

  /**
   * A guard: this process does the work of the round; null: somebody has it, perhaps this very process. `ttlSecs`, at
   * least 1, is the length of a round. A record that cannot be read is taken over at once.
   */
  tryAcquire(ttlSecs: number, nowUnix: number): KvOperation<Outcome<LeaseGuard | null>> {
    assert(Number.isSafeInteger(ttlSecs) && ttlSecs >= 1, `a round lasts whole seconds, not ${ttlSecs}`);
    assert(Number.isSafeInteger(nowUnix), `the time is whole seconds, not ${nowUnix}`);
    const record: LeaseRecord = {
      holderId: this.holderId,
      acquiredAtUnix: nowUnix,
      expiresAtUnix: nowUnix + ttlSecs,
    };
    return settle(this.acquire(record, nowUnix));
  }

  /** The latest round; null: there was none, or it was abandoned. `SerializationError`: present, but no record. */
  current(): KvOperation<Outcome<LeaseRecord | null>> {
    return settle(this.read());
  }

  private *acquire(record: LeaseRecord, nowUnix: number): KvOperation<LeaseGuard | null> {
    const text = formatLeaseRecord(record);
    const created = yield* create(this.key, text);
    if (created !== null) return this.guard(record, created);
    const found = yield* entry(this.key);
    if (found === null || isRunning(found, nowUnix)) return null;
    const replaced: Written = yield* update(this.key, text, found.version);
    return replaced === null ? null : this.guard(record, replaced);
  }

  private *read(): KvOperation<LeaseRecord | null> {
    const text = yield* get(this.key);
    if (text === null) return null;
    const record = parseLeaseRecord(text);
    if (record === null) {
      const repair = 'the next round takes it over';
      throw new Refusal('SerializationError', `"${this.key}" holds something else than a lease; ${repair}.`);
    }
    return record;
  }

  private guard(record: LeaseRecord, version: number): LeaseGuard {
    return new LeaseGuard(this.key, record, version, this.onDropped);
  }
}

function isRunning({ value }: KvEntry, nowUnix: number): boolean {
  const record = value === null ? null : parseLeaseRecord(value);
  return record !== null && record.expiresAtUnix > nowUnix;
}
