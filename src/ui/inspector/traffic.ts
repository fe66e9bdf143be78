/** The messages of one link, both directions, at one instant: what is in the air, and what has ended. */
import type { NodeId } from '../../core/program';
import type { Fate, MessageRow, MessageTable } from '../../sim/trace/message-table';

export interface Traffic {
  /** The next to land first. */
  readonly inFlight: readonly MessageRow[];
  /** The newest first. */
  readonly ended: readonly MessageRow[];
}

/** Enough of the newest rows to find the ended ones among those that are still in the air. */
const LOOKED_AT = 64;

export function linkTraffic(
  messages: MessageTable,
  nodes: readonly NodeId[],
  a: NodeId,
  b: NodeId,
  timeUs: number,
  limit: number,
): Traffic {
  const [placeA, placeB] = [nodes.indexOf(a), nodes.indexOf(b)];
  const inFlight: MessageRow[] = [];
  messages.eachInFlight(timeUs, (id, from, to) => {
    const onLink = (from === placeA && to === placeB) || (from === placeB && to === placeA);
    if (onLink) inFlight.push(messages.row(id));
  });
  const isOver = (row: MessageRow) => row.endUs < timeUs || (row.endUs === timeUs && wasTakenOut(row));
  const ended = [messages.lastOnLink(a, b, timeUs, LOOKED_AT), messages.lastOnLink(b, a, timeUs, LOOKED_AT)]
    .flat()
    .filter(isOver)
    .sort((x, y) => y.endUs - x.endUs || y.id - x.id)
    .slice(0, limit);
  return {
    inFlight: inFlight.filter((row) => !isOver(row)).sort((x, y) => x.endUs - y.endUs || x.id - y.id),
    ended,
  };
}

/** What arrives at this very instant has yet to do so; what was taken out of the air is gone at once. */
const wasTakenOut = ({ fate }: MessageRow): boolean => fate === 'cut' || fate === 'dropped';

/** How a message ended, in words; one that has landed and is still in flight waits for a node that stands still. */
export function fateText(fate: Fate): string {
  switch (fate) {
    case 'inFlight':
      return 'waits for a frozen node';
    case 'delivered':
      return 'arrived';
    case 'lost':
      return 'lost on the way';
    case 'cut':
      return 'lost: the link was cut';
    case 'down':
      return 'nobody there';
    case 'rejected':
      return 'arrived damaged, refused';
    case 'dropped':
      return 'dropped by hand';
    default:
      return fate satisfies never;
  }
}
