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
/** From the first of these chatter fades, from the second density appears: the one gives way to the other. */
const CROWDED = 250;
const FULL = 550;
const STRONGEST = 0.6;
const FAINTEST = 0.16;

export function detailOf(index: TimelineIndex, view: TimeView): Detail {
  const [first, end] = index.trace.messages.inAirBetween(view.startUs, endOf(view));
  const crowding = between(CROWDED, MOST_ARROWS, end - first);
  const chatter = STRONGEST - (STRONGEST - FAINTEST) * crowding;
  if (end - first <= MOST_ARROWS)
    return { first, end, arrows: 'all', chatter, density: between(FULL, MOST_ARROWS, end - first) };
  const notable = index.countNotable(first, end);
  return { first, end, arrows: notable <= MOST_ARROWS ? 'notable' : 'none', chatter, density: 1 };
}

/** 0 up to `low`, 1 from `high` on. */
const between = (low: number, high: number, value: number): number =>
  Math.min(Math.max((value - low) / (high - low), 0), 1);
