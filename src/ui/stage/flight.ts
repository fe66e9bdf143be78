/**
 * The way of a message from edge to edge of two members: slightly bowed to the right of its direction, so that what goes
 * and what comes never share a line, and the straight link between them stays free to be clicked.
 */
import type { Layout, Point } from './place';
import { wayBetween } from './way';

/** A quadratic Bézier curve. */
export interface Flight {
  readonly from: Point;
  readonly bend: Point;
  readonly to: Point;
}

/** Air between a node's edge and where its messages begin and end. */
const CLEARANCE = 3;
const FLATTEST = 4;
const DEEPEST = 16;

/** How far the middle of a way is from the straight line. */
export function bowOf(length: number): number {
  return Math.min(DEEPEST, Math.max(FLATTEST, length * 0.07));
}

export function flightBetween(layout: Layout, from: number, to: number): Flight {
  const way = wayBetween(layout, Math.min(from, to), Math.max(from, to));
  const [start, end] = from < to ? [way.from, way.to] : [way.to, way.from];
  const { length } = way;
  const alongX = (end.x - start.x) / length;
  const alongY = (end.y - start.y) / length;
  const bow = bowOf(length) + (from < to ? way.bow : -way.bow);
  const trimStart = Math.min(start.radius + CLEARANCE, length / 2);
  const trimEnd = Math.min(end.radius + CLEARANCE, length / 2);
  // The curve passes at half the distance of its control point.
  return {
    from: { x: start.x + alongX * trimStart, y: start.y + alongY * trimStart },
    bend: {
      x: (start.x + end.x) / 2 - alongY * 2 * bow,
      y: (start.y + end.y) / 2 + alongX * 2 * bow,
    },
    to: { x: end.x - alongX * trimEnd, y: end.y - alongY * trimEnd },
  };
}

/** Writes where a message is after the share `t` (0 … 1) of its way; no allocation, for the drawing loop. */
export function pointOn(flight: Flight, t: number, into: { x: number; y: number }): void {
  const s = 1 - t;
  into.x = s * s * flight.from.x + 2 * s * t * flight.bend.x + t * t * flight.to.x;
  into.y = s * s * flight.from.y + 2 * s * t * flight.bend.y + t * t * flight.to.y;
}

/** Writes the direction of travel at `t`, of length 1. */
export function headingOn(flight: Flight, t: number, into: { x: number; y: number }): void {
  const s = 1 - t;
  const x = s * (flight.bend.x - flight.from.x) + t * (flight.to.x - flight.bend.x);
  const y = s * (flight.bend.y - flight.from.y) + t * (flight.to.y - flight.bend.y);
  const length = Math.hypot(x, y) || 1;
  into.x = x / length;
  into.y = y / length;
}

/** What is lost gets no further than halfway. */
const LOST_AT = 0.5;

/** The share of its way that a message has behind it at `timeUs`. */
export function progress(stillborn: boolean, sentUs: number, endUs: number, timeUs: number): number {
  const share = endUs <= sentUs ? 1 : Math.min(1, Math.max(0, (timeUs - sentUs) / (endUs - sentUs)));
  return stillborn ? share * LOST_AT : share;
}

/** All ways on a stage, each computed when it is first asked for. */
export class Flights {
  private readonly known: (Flight | undefined)[] = [];

  constructor(readonly layout: Layout) {}

  between(from: number, to: number): Flight {
    const place = from * this.layout.places.length + to;
    return (this.known[place] ??= flightBetween(this.layout, from, to));
  }
}
