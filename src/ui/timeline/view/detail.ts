/** How much of the traffic is drawn: every message, only those that are no chatter, or none but how many there were. */
import type { TimelineIndex } from '../recorded/timeline-index';
import { endOf, type TimeView } from './time-view';

export interface Detail {
  /** The messages among which are all that were in the air in view: from the first number to before the second. */
  readonly first: number;
  readonly end: number;
  readonly arrows: 'all' | 'notable' | 'none';
  /** How strong chatter is drawn, 0 … 1. */
  readonly chatter: number;
  /** How strong the density of all messages is drawn, 0 … 1. */
  readonly density: number;
}

/** More arrows than these are neither drawn in a frame nor read by anybody. */
export const MOST_ARROWS = 800;
/** From here on chatter fades and density appears, so that the one gives way to the other without a jump. */
const CROWDED = 250;
const STRONGEST = 0.6;
const FAINTEST = 0.16;

export function detailOf(index: TimelineIndex, view: TimeView): Detail {
  const [first, end] = index.trace.messages.inAirBetween(view.startUs, endOf(view));
  const crowding = Math.min(Math.max((end - first - CROWDED) / (MOST_ARROWS - CROWDED), 0), 1);
  const chatter = STRONGEST - (STRONGEST - FAINTEST) * crowding;
  if (end - first <= MOST_ARROWS) return { first, end, arrows: 'all', chatter, density: crowding };
  const notable = index.countNotable(first, end);
  return { first, end, arrows: notable <= MOST_ARROWS ? 'notable' : 'none', chatter, density: 1 };
}
