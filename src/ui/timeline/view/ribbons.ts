/** How many messages each node sent, in columns of equal width: what is left to see when there are too many to draw. */
import type { TimelineIndex } from '../recorded/timeline-index';
import type { Detail } from './detail';
import { timeAt, xOf, type TimeView } from './time-view';

export interface Ribbons {
  /** By node, by column from the left edge of the view. */
  readonly counts: readonly (readonly number[])[];
  /** In pixels. */
  readonly columnWidth: number;
  /** The highest count of all, at least 1. */
  readonly most: number;
}

const COLUMN = 3;
/** So many are counted one by one; beyond it the running totals are as good, being finer than a column. */
const COUNTED = 20_000;

export function ribbonsOf(
  index: TimelineIndex,
  { first, end }: Detail,
  view: TimeView,
  width: number,
): Ribbons {
  const columns = Math.ceil(width / COLUMN);
  const counts = index.lanes.map(() => new Array<number>(columns).fill(0));
  if (end - first <= COUNTED) {
    index.trace.messages.each(first, end, (_id, from, _to, _verb, sentUs) => {
      const column = Math.floor(xOf(view, width, sentUs) / COLUMN);
      const row = counts[from]!;
      if (column >= 0 && column < columns) row[column] = row[column]! + 1;
    });
  } else {
    const edges = Array.from({ length: columns + 1 }, (_, at) => timeAt(view, width, at * COLUMN));
    counts.forEach((row, node) => {
      for (let at = 0; at < columns; at += 1) {
        row[at] = index.density.between(node, edges[at]!, edges[at + 1]!);
      }
    });
  }
  const most = counts.reduce((max, row) => row.reduce((a, b) => Math.max(a, b), max), 1);
  return { counts, columnWidth: COLUMN, most };
}
