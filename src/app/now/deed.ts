/** The last thing that was done to the cluster, while it is still news. */
import { faultWords } from '../../sim/fault-words';
import { RECORD_KINDS } from '../../sim/trace/record-table';
import type { Trace } from '../../sim/trace/trace';

export interface Deed {
  /** What it came to, in words without a full stop. */
  readonly text: string;
  readonly atUs: number;
}

const FAULT = RECORD_KINDS.indexOf('fault');
/** So many rows are looked through at most: a fault that is further back is no news. */
const ROWS_MOST = 4000;

/** The last fault of the `withinUs` before `timeUs`; null if there was none. */
export function lastDeed(trace: Trace, timeUs: number, withinUs: number): Deed | null {
  const { records } = trace;
  const until = records.countBefore(timeUs);
  const least = Math.max(records.firstKept, until - ROWS_MOST);
  for (let id = until - 1; id >= least; id -= 1) {
    const { kind, atUs } = records.row(id);
    if (atUs < timeUs - withinUs) return null;
    if (RECORD_KINDS.indexOf(kind) === FAULT) return { text: faultWords(trace, id), atUs };
  }
  return null;
}
