/** The last thing that was done to the cluster, and the last that a node said of itself, while they are news. */
import type { NodeId } from '../../core/program';
import { faultWords } from '../../sim/fault-words';
import { momentOf, type Place } from '../../sim/trace/moment';
import type { RecordKind, RecordRow } from '../../sim/trace/record-table';
import type { Trace } from '../../sim/trace/trace';

/** So many rows are looked through at most: what is further back is no news. */
const ROWS_MOST = 4000;

/** What the last fault of the `withinUs` before what is shown came to, in words without a full stop; null if there was none. */
export function lastDeed(trace: Trace, shown: Place, withinUs: number): string | null {
  const row = lastOf(trace, shown, withinUs, (kind) => kind === 'fault');
  return row === null ? null : faultWords(trace, row.id);
}

/** What one of these nodes said of itself last, without its reasons: `asks who would vote for it in epoch 3`. */
export function lastWord(
  trace: Trace,
  shown: Place,
  withinUs: number,
  nodes: readonly NodeId[],
): { readonly node: NodeId; readonly text: string } | null {
  if (nodes.length === 0) return null;
  const places = new Set(nodes.map((id) => trace.nodes.indexOf(id)));
  const row = lastOf(trace, shown, withinUs, (kind, place) => kind === 'event' && places.has(place));
  if (row === null) return null;
  const text = trace.strings.text(row.text);
  const [said = ''] = text.slice(text.indexOf('\t') + 1).split(': ', 1);
  return { node: trace.nodes[row.node]!, text: said };
}

function lastOf(
  trace: Trace,
  shown: Place,
  withinUs: number,
  isIt: (kind: RecordKind, place: number) => boolean,
): RecordRow | null {
  const { records } = trace;
  const { records: until, atUs: timeUs } = momentOf(trace, shown);
  const least = Math.max(records.firstKept, until - ROWS_MOST);
  for (let id = until - 1; id >= least; id -= 1) {
    const row = records.row(id);
    if (row.atUs < timeUs - withinUs) return null;
    if (isIt(row.kind, row.node)) return row;
  }
  return null;
}
