/** The part of virtual time that is looked at, and how it moves. All functions give a new view. */

export interface TimeView {
  readonly startUs: number;
  readonly spanUs: number;
}

export const SHORTEST_SPAN_US = 1_000;
/** A run that has just begun is looked at as if it were this long. */
const SHORTEST_RUN_US = 30_000_000;
/** How much of the view may lie before the start or after the head, so that both can be looked at with room around. */
const ROOM = 0.6;
/** What is followed is kept out of the outer tenth on either side. */
const EDGE = 0.1;

export function xOf({ startUs, spanUs }: TimeView, width: number, timeUs: number): number {
  return ((timeUs - startUs) / spanUs) * width;
}

/** Not rounded: may be before the start of the run, or after its head. */
export function timeAt({ startUs, spanUs }: TimeView, width: number, x: number): number {
  return startUs + (x / width) * spanUs;
}

export const endOf = ({ startUs, spanUs }: TimeView): number => startUs + spanUs;

export function longestSpanUs(headUs: number): number {
  return Math.max(headUs, SHORTEST_RUN_US) * 1.1;
}

/** A view that shows something of the run, at a span that makes sense for it. */
export function bounded({ startUs, spanUs }: TimeView, headUs: number): TimeView {
  const span = Math.min(Math.max(spanUs, SHORTEST_SPAN_US), longestSpanUs(headUs));
  const earliest = -span * ROOM;
  const latest = Math.max(headUs - span * (1 - ROOM), 0);
  return { startUs: Math.min(Math.max(startUs, earliest), latest), spanUs: span };
}

/** Another span, with `anchorUs` in its place on the screen. */
export function zoomed(view: TimeView, spanUs: number, anchorUs: number): TimeView {
  const share = (anchorUs - view.startUs) / view.spanUs;
  return { startUs: anchorUs - share * spanUs, spanUs };
}

/** Moved by as little as brings `timeUs` well into view; the same view if it is there. */
export function showing(view: TimeView, timeUs: number): TimeView {
  const { startUs, spanUs } = view;
  const share = (timeUs - startUs) / spanUs;
  // At the start of a run there is nothing to make room for.
  if (share < EDGE && startUs > 0) return { startUs: Math.max(0, timeUs - spanUs * EDGE), spanUs };
  if (share < 0) return { startUs: timeUs - spanUs * EDGE, spanUs };
  if (share > 1 - EDGE) return { startUs: timeUs - spanUs * (1 - EDGE), spanUs };
  return view;
}

/** All of a run, with a little air. */
export function whole(headUs: number): TimeView {
  const spanUs = Math.max(headUs, SHORTEST_SPAN_US) * 1.04;
  return { startUs: -spanUs * 0.01, spanUs };
}

/**
 * What is shown of a run before anybody has asked for more or less: a few dozen flights of a message, within what fits
 * people; at a higher speed more, so that it does not rush past.
 */
export function openingSpanUs(meanLatencyUs: number, speed: number): number {
  const span = Math.min(Math.max(meanLatencyUs * 45, 5_000_000), 30_000_000);
  return span * Math.max(1, speed);
}
