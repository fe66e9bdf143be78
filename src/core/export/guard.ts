/**
 * The right to do the work of one round, and the duty to say how it ended: `complete` or `abandon`.
 *
 * A guard that goes out of use without either is a round that nobody will hear of again. There are no destructors here,
 * so whoever works under a guard calls `drop` in a `finally`; it reports what was left open and is nothing otherwise. A
 * generator's `finally` also runs when its driver gives it up with `return()`. A killed process runs nothing at all: then
 * only the expiry tells, and the round is over when it is reached.
 */
import { assert } from '../assert';
import { remove, settle, update, type KvOperation } from '../store/operation';
import { formatLeaseRecord, isHex, type LeaseRecord } from './record';
import type { Outcome } from '../store/outcome';

/** Told of every guard that was dropped while still open. */
export type OnDropped = (guard: LeaseGuard) => void;

export class LeaseGuard {
  private open = true;

  /** Made again from `key`, `record` and `version` it is the same right, as long as it was not used up. */
  constructor(
    readonly key: string,
    /** As it was written when the round was won. */
    readonly record: LeaseRecord,
    /** The version that the key got then: the right is gone with the next one. */
    readonly version: number,
    private readonly onDropped: OnDropped,
  ) {}

  /**
   * Publishes how far the export came, `cursorHex` as lower-case hex; the lease itself stays as long as it was. Not
   * published: the lease was taken over, or an earlier reply to this call was lost; the work is done either way, so that
   * is worth a line in a log and no more. When the store failed the guard stays open, for another try.
   */
  *complete(cursorHex: string, nowUnix: number): KvOperation<Outcome<{ readonly published: boolean }>> {
    this.assertOpen();
    assert(isHex(cursorHex), `a cursor is lower-case hex, not "${cursorHex}"`);
    const outcome: LeaseRecord = { ...this.record, completedCursorHex: cursorHex, completedAtUnix: nowUnix };
    const result = yield* settle(update(this.key, formatLeaseRecord(outcome), this.version));
    if (!result.ok) return result;
    this.open = false;
    return { ok: true, value: { published: result.value !== null } };
  }

  /**
   * Gives the round up, so that another may have it at once. Not released: the lease was taken over, or the store failed;
   * then the expiry does it.
   */
  *abandon(): KvOperation<{ readonly released: boolean }> {
    this.assertOpen();
    this.open = false;
    const result = yield* settle(remove(this.key, this.version));
    return { released: result.ok && result.value !== null };
  }

  /** Out of use: reported if the round has no end yet. */
  drop(): void {
    if (!this.open) return;
    this.open = false;
    this.onDropped(this);
  }

  private assertOpen(): void {
    assert(this.open, `the guard of ${this.record.holderId} on "${this.key}" has ended`);
  }
}
