/** What is under a pointer: decided by distance alone, so that it is the same for a mouse, a finger and a test. */
import type { MessageTable } from '../../sim/trace/message-table';
import { pointOn, progress, type Flights } from './flight';
import type { MessageLooks } from './message-looks';
import type { Layout, Point } from './place';
import { distanceToWay, wayBetween } from './way';

export type Picked =
  | { readonly kind: 'node'; readonly index: number }
  | { readonly kind: 'message'; readonly id: number }
  | { readonly kind: 'link'; readonly a: number; readonly b: number };

export interface Pickable {
  readonly flights: Flights;
  readonly messages: MessageTable;
  readonly looks: MessageLooks;
  readonly timeUs: number;
  /** The links that can be picked, as pairs of places. */
  readonly links: readonly { readonly a: number; readonly b: number }[];
}

/** How far from a thing a pointer may be, in pixels: a finger is less exact than a mouse. */
export const REACH = { mouse: 10, touch: 18 } as const;

/** Beyond its edge, where the arc is. */
const NODE_MARGIN = 6;

/** A pointer that near to a message's middle is on its mark. */
const ON_THE_MARK = 4;

/**
 * A member wins over everything, then a message whose mark is pointed at; of other messages and links the nearest wins.
 * On the very line of a link that is the link, because messages pass beside it.
 */
export function pick(scene: Pickable, point: Point, reach: number): Picked | null {
  const index = pickNode(scene.flights.layout, point);
  if (index !== null) return { kind: 'node', index };
  const message = nearestMessage(scene, point, reach);
  const link = nearestLink(scene, point, reach);
  if (message !== null && message.distance < Math.max(ON_THE_MARK, link?.distance ?? Infinity)) {
    return { kind: 'message', id: message.id };
  }
  return link === null ? null : { kind: 'link', a: link.a, b: link.b };
}

function pickNode(layout: Layout, point: Point): number | null {
  let best: number | null = null;
  let bestDistance = Infinity;
  layout.places.forEach((place, index) => {
    const distance = Math.hypot(point.x - place.x, point.y - place.y);
    if (distance > place.radius + NODE_MARGIN || distance > bestDistance) return;
    best = index;
    bestDistance = distance;
  });
  return best;
}

/** Where a message is drawn now; null when it is not in the air. */
export function messagePoint(scene: Pickable, id: number): Point | null {
  let found: Point | null = null;
  eachMark(scene, (mark, point) => {
    if (mark === id) found = { x: point.x, y: point.y };
  });
  return found;
}

function nearestMessage(
  scene: Pickable,
  point: Point,
  reach: number,
): { id: number; distance: number } | null {
  let best: { id: number; distance: number } | null = null;
  eachMark(scene, (id, mark) => {
    const distance = Math.hypot(point.x - mark.x, point.y - mark.y);
    if (distance <= (best?.distance ?? reach)) best = { id, distance };
  });
  return best;
}

function eachMark(
  { flights, messages, looks, timeUs }: Pickable,
  visit: (id: number, point: Point) => void,
): void {
  const mark = { x: 0, y: 0 };
  messages.eachInFlight(timeUs, (id, from, to, _verb, sentUs, endUs) => {
    if (looks.hasEnded(id, endUs, timeUs)) return;
    const { stillborn, plannedEndUs } = looks.of(id);
    pointOn(flights.between(from, to), progress(stillborn, sentUs, plannedEndUs, timeUs), mark);
    visit(id, mark);
  });
}

function nearestLink(
  { flights, links }: Pickable,
  point: Point,
  reach: number,
): { a: number; b: number; distance: number } | null {
  let best: { a: number; b: number; distance: number } | null = null;
  for (const { a, b } of links) {
    const distance = distanceToWay(point, wayBetween(flights.layout, a, b));
    if (distance <= (best?.distance ?? reach)) best = { a, b, distance };
  }
  return best;
}
