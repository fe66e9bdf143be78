/** What a Lease object says, and when two of its readings count as the same. */
import type { NodeId } from '../../program';

export interface LeaseRecord {
  /** Empty: nobody's. */
  readonly holder: NodeId;
  /** Whole seconds, 0 or more: whoever waits for the end of this lease goes by them, and not by a setting of its own. */
  readonly leaseDurationSeconds: number;
  /** Both on the wall clock of whoever wrote it, microseconds since the Unix epoch; null where nobody set it. */
  readonly acquireTimeUs: number | null;
  readonly renewTimeUs: number | null;
  /** How often the lease passed from one holder to another, 0 or more. */
  readonly transitions: number;
}

/** A Lease in which nobody has filled in anything, and what an elector knows before it has read one. */
export const BLANK_RECORD: LeaseRecord = {
  holder: '',
  leaseDurationSeconds: 0,
  acquireTimeUs: null,
  renewTimeUs: null,
  transitions: 0,
};

const SECOND_US = 1_000_000;

/**
 * Equal for two readings between which an elector sees no difference. Times count in whole seconds: a renewal within the
 * second of the one before goes unnoticed.
 */
export function keyOf(record: LeaseRecord): string {
  const { holder, leaseDurationSeconds, acquireTimeUs, renewTimeUs, transitions } = record;
  const times = [secondOf(acquireTimeUs), secondOf(renewTimeUs)];
  return `${leaseDurationSeconds} ${times.join(' ')} ${transitions} ${holder}`;
}

const secondOf = (us: number | null): string => (us === null ? '-' : String(Math.floor(us / SECOND_US)));
