/**
 * Whose data is more complete.
 *
 * An offset alone cannot say: a primary that is cut off goes on assigning offsets that nobody acknowledges. So offsets
 * are dated by the epoch of the primary that assigned them and compared by date first, as Raft compares the term and
 * index of the last log entry (Ongaro and Ousterhout 2014, section 5.4.1).
 */
import type { Settings } from './settings';

export interface DatedOffset {
  readonly dataEpoch: number;
  readonly replOffset: number;
}

/** Above 0 if `a` is more complete, below 0 if `b` is, 0 if they are equal. */
export function compareOffsets(a: DatedOffset, b: DatedOffset, settings: Settings): number {
  if (settings.safeguards.datedOffsets && a.dataEpoch !== b.dataEpoch) return a.dataEpoch - b.dataEpoch;
  return a.replOffset - b.replOffset;
}
