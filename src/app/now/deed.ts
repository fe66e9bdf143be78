/** The last thing that was done to the cluster, while it is still news. */
import { RECORD_KINDS } from '../../sim/trace/record-table';
import type { Trace } from '../../sim/trace/trace';
import type { Fault } from '../../sim/run';

export interface Deed {
  readonly fault: Fault;
  readonly atUs: number;
}

const FAULT = RECORD_KINDS.indexOf('fault');
/** So many rows are looked through at most: a fault that is further back is no news. */
const ROWS_MOST = 4000;

/** The last fault of the `withinUs` before `timeUs`; null if there was none. */
export function lastDeed({ records, strings }: Trace, timeUs: number, withinUs: number): Deed | null {
  const until = records.countBefore(timeUs);
  const least = Math.max(records.firstKept, until - ROWS_MOST);
  for (let id = until - 1; id >= least; id -= 1) {
    const row = records.row(id);
    if (row.atUs < timeUs - withinUs) return null;
    if (RECORD_KINDS.indexOf(row.kind) !== FAULT) continue;
    return { fault: JSON.parse(strings.text(row.text)) as Fault, atUs: row.atUs };
  }
  return null;
}
