/** The last thing that was done to the cluster, and the last that a node said of itself, while they are news. */
import type { NodeId } from '../../core/program';
import { faultWords } from '../../sim/fault-words';
import type { Fault } from '../../sim/run';
import { momentOf, type Place } from '../../sim/trace/moment';
import type { RecordKind, RecordRow } from '../../sim/trace/record-table';
import type { Trace } from '../../sim/trace/trace';
import { nodes, textOf } from './phrase';

/** So many rows are looked through at most: what is further back is no news. */
const ROWS_MOST = 4000;

/**
 * What the last fault of the `withinUs` before what is shown came to, in words without a full stop; null if there was none.
 * Of several at one instant it tells what they have in common, or else how many there were.
 */
export function lastDeed(trace: Trace, shown: Place, withinUs: number): string | null {
  const row = lastOf(trace, shown, withinUs, (kind) => kind === 'fault');
  if (row === null) return null;
  const together = faultsWith(trace, row);
  if (together.length === 1) return faultWords(trace, row.id);
  return (
    linksWords(together) ??
    `${faultWords(trace, row.id)}, and ${together.length - 1} more ${together.length === 2 ? 'was' : 'were'} done`
  );
}

/** All faults of the instant of one, in their order. */
function faultsWith(trace: Trace, last: RecordRow): readonly Fault[] {
  const found: Fault[] = [];
  for (let id = last.id; id >= trace.records.firstKept; id -= 1) {
    const { kind, atUs } = trace.records.row(id);
    if (atUs < last.atUs) break;
    if (kind === 'fault') found.unshift(trace.faultAt(id).fault);
  }
  return found;
}

/** Null unless all of them cut, or all of them heal. */
function linksWords(faults: readonly Fault[]): string | null {
  const links = faults.flatMap((fault) =>
    (fault.kind === 'cut' || fault.kind === 'heal') && fault.kind === faults[0]!.kind ? [fault] : [],
  );
  const [first] = links;
  if (first === undefined || links.length < faults.length) return null;
  const done = first.kind === 'cut' ? 'cut' : 'healed';
  const ends = [...new Set(links.flatMap(({ from, to }) => [from, to]))];
  if (ends.length === 2) return `the link ${first.from} – ${first.to} was ${done} both ways`;
  const [froms, tos] = [links.map(({ from }) => from), links.map(({ to }) => to)];
  if (froms.every((id) => id === first.from))
    return `what ${first.from} sends to ${listed(tos)} was ${done === 'cut' ? 'cut off' : 'let through again'}`;
  if (tos.every((id) => id === first.to))
    return `what ${first.to} hears of ${listed(froms)} was ${done === 'cut' ? 'cut off' : 'let through again'}`;
  const common = ends.filter((id) => links.every(({ from, to }) => from === id || to === id));
  const whose = common.length === 1 ? `the links of ${common[0]}` : 'links';
  return `${links.length} directions of ${whose} were ${done}`;
}

const listed = (ids: readonly NodeId[]): string => textOf(nodes(ids));

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
