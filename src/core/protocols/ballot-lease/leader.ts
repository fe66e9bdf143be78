/** What the one key of an election holds, which is all that it takes to know who leads. */
import { assert } from '../../assert';
import type { KvEntry } from '../../store/kv';
import { flagField, nanosField, parseRecord, textField, wholeField } from '../../store/json-record';
import { TextMemory } from '../../store/text-memory';
import { isVersionstamp, type Versionstamp } from '../../store/versionstamp';

/** One reign. (`LeaderState` where it was published; here that name is taken by what a node surfaces.) */
export interface BallotLeader {
  /** 1 … 2^53-2, one more with each claim and refresh: the fencing token. */
  readonly ballot: number;
  readonly leaderId: string;
  readonly priority: number;
  /** On the wall clock of whoever reads it: that clocks disagree is the weak point of every lease. */
  readonly leaseExpiryNanos: bigint;
  /** The leader's registration. */
  readonly versionstamp: Versionstamp;
}

/** The states of that key. */
export type LeaderSlot =
  /** Never written, or deleted. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'held'; readonly leader: BallotLeader }
  /** Resigned, the ballot kept. */
  | { readonly kind: 'released'; readonly ballot: number }
  | { readonly kind: 'unreadable' };

export function isLeaseValid(leader: BallotLeader, nowNanos: bigint): boolean {
  return nowNanos < leader.leaseExpiryNanos;
}

/** null when it is over. */
export function remainingLeaseNanos(leader: BallotLeader, nowNanos: bigint): bigint | null {
  return isLeaseValid(leader, nowNanos) ? leader.leaseExpiryNanos - nowNanos : null;
}

/**
 * The highest ballot that may have been given out so far; the next one is above it. `resignKeeps`: resigning keeps the
 * ballot in the key, so a tombstone is not the work of a leader.
 *
 * A key that lost its record lost its ballot, but not its version, and a ballot is never above the version of its key:
 * both start below 1, every new ballot is one write, and every write advances the version. So the version stands in.
 */
export function lastBallot(slot: LeaderSlot, entry: KvEntry | null, resignKeeps: boolean): number {
  const version = entry?.version ?? 0;
  switch (slot.kind) {
    case 'held':
      return slot.leader.ballot;
    case 'released':
      return slot.ballot;
    case 'unreadable':
      return version;
    case 'empty':
      return resignKeeps ? version : 0;
    default: {
      const unknown: never = slot;
      throw new Error(`unknown slot ${JSON.stringify(unknown)}`);
    }
  }
}

export function formatLeader(leader: BallotLeader): string {
  assert(Number.isSafeInteger(leader.priority), `a priority is a whole number, not ${leader.priority}`);
  return JSON.stringify({ ...leader, leaseExpiryNanos: String(leader.leaseExpiryNanos) });
}

export function formatReleased(ballot: number): string {
  return JSON.stringify({ ballot, released: true });
}

/** Whose lease is valid on the reader's clock. */
export function validLeader(slot: LeaderSlot, nowNanos: bigint): BallotLeader | null {
  return slot.kind === 'held' && isLeaseValid(slot.leader, nowNanos) ? slot.leader : null;
}

export function slotOf(entry: KvEntry | null): LeaderSlot {
  if (entry === null || entry.value === null) return { kind: 'empty' };
  return slots.read(entry.value);
}

const slots = new TextMemory<LeaderSlot>((text) => parseSlot(text) ?? { kind: 'unreadable' });

function parseSlot(text: string): LeaderSlot | null {
  const record = parseRecord(text);
  if (record === null) return null;
  const ballot = wholeField(record, 'ballot', 1);
  // Nobody could ever claim after a ballot that has no successor.
  if (ballot === null || ballot === Number.MAX_SAFE_INTEGER) return null;
  if (flagField(record, 'released') === true) return { kind: 'released', ballot };
  const leaderId = textField(record, 'leaderId');
  const priority = wholeField(record, 'priority', Number.MIN_SAFE_INTEGER);
  const leaseExpiryNanos = nanosField(record, 'leaseExpiryNanos');
  const versionstamp = textField(record, 'versionstamp');
  if (leaderId === null || priority === null || leaseExpiryNanos === null) return null;
  if (versionstamp === null || !isVersionstamp(versionstamp)) return null;
  return { kind: 'held', leader: { ballot, leaderId, priority, leaseExpiryNanos, versionstamp } };
}
