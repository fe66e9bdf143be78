/**
 * The layer that changes with every frame: the arcs around the nodes and the messages in the air. A pure function of the
 * trace, the time and the layout; whatever it shows, the inspector says in words.
 */
import { easeCubicIn, easeCubicOut } from 'd3';
import type { MessageTable } from '../../sim/trace/message-table';
import type { NodeSnapshot } from '../../sim/view';
import { authorityLeft, patienceSpent } from './arcs';
import { headingOn, pointOn, progress, type Flights } from './flight';
import { traceMark, type MarkContext } from './marks';
import type { MessageLook, MessageLooks } from './message-looks';
import { epochColourIn, type Palette } from './palette';
import type { Place } from './place';

/** What is drawn on: a 2D context, or whatever records the same calls. */
export type Pen = MarkContext &
  Pick<
    CanvasRenderingContext2D,
    'save' | 'restore' | 'translate' | 'rotate' | 'beginPath' | 'fill' | 'stroke'
  > &
  Pick<CanvasRenderingContext2D, 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineCap' | 'globalAlpha'>;

export interface Scene {
  readonly flights: Flights;
  readonly palette: Palette;
  /** All members, in the order of the places. */
  readonly nodes: readonly NodeSnapshot[];
  readonly messages: MessageTable;
  readonly looks: MessageLooks;
  readonly timeUs: number;
  /**
   * How long the end of a message that did not arrive stays visible, in virtual microseconds. What is sent and lost
   * within that time goes unseen: no longer than the shortest flight.
   */
  readonly afterglowUs: number;
  /** The message in hand; −1 for none. */
  readonly highlighted: number;
  /** The member whose messages matter: all others step back. −1 for none. */
  readonly focus: number;
  /** What is left of the lease, on a clock that is right, drawn around the store that holds it. */
  readonly lease: { readonly place: number; readonly left: number; readonly epoch: number } | null;
}

/** Half the width of a mark in a ring whose nodes are that large. */
export function markSize(nodeRadius: number): number {
  return Math.min(5.5, Math.max(2.6, nodeRadius * 0.22));
}

/** In a ring of many, chatter must not be a wall: its dots get smaller and fainter. */
const CROWDED_FROM = 16;
const CROWDED = { scale: 0.6, alpha: 0.55 } as const;
/** What is left of a message that has nothing to do with the node in focus. */
const BACKGROUND_ALPHA = 0.18;

export function drawScene(pen: Pen, scene: Scene): void {
  drawArcs(pen, scene);
  drawEndings(pen, scene);
  // Two rounds, so that chatter never hides what decides something.
  drawMessages(pen, scene, (look) => look.mark === 'dot');
  drawMessages(pen, scene, (look) => look.mark !== 'dot');
}

const TOP = -Math.PI / 2;
const TURN = 2 * Math.PI;

/** From a node's edge to the middle of its arc. */
export const arcGap = (nodeRadius: number): number => (nodeRadius >= 20 ? 6 : 4);

function drawArcs(pen: Pen, { flights, palette, nodes, timeUs, lease }: Scene): void {
  const { places } = flights.layout;
  pen.lineCap = 'round';
  nodes.forEach((node, index) => {
    const place = places[index];
    if (place === undefined) return;
    const left = authorityLeft(node, timeUs);
    // Authority is the node's own colour, and heavy; waiting is a fine grey hand.
    if (left > 0) drawArc(pen, palette, place, left, epochColourIn(palette, node.epoch));
    else drawArc(pen, palette, place, patienceSpent(node, timeUs), null);
  });
  const store = lease === null ? undefined : places[lease.place];
  if (lease !== null && store !== undefined) {
    drawArc(pen, palette, store, lease.left, epochColourIn(palette, lease.epoch));
  }
}

/** `colour` null for the fine grey one. */
function drawArc(pen: Pen, palette: Palette, place: Place, share: number, colour: string | null): void {
  if (share === 0) return;
  const radius = place.radius + arcGap(place.radius);
  const roomy = place.radius >= 20;
  pen.globalAlpha = 1;
  pen.lineWidth = roomy ? 1 : 0.75;
  pen.strokeStyle = palette.line;
  strokeArc(pen, place.x, place.y, radius, 1);
  pen.lineWidth = colour !== null ? (roomy ? 3.5 : 2.5) : roomy ? 1.75 : 1.25;
  pen.strokeStyle = colour ?? palette.muted;
  strokeArc(pen, place.x, place.y, radius, share);
}

function strokeArc(pen: Pen, x: number, y: number, radius: number, share: number): void {
  pen.beginPath();
  pen.arc(x, y, radius, TOP, TOP + TURN * share);
  pen.stroke();
}

const place = { x: 0, y: 0 };
const heading = { x: 0, y: 0 };

function drawMessages(pen: Pen, scene: Scene, wanted: (look: MessageLook) => boolean): void {
  const { flights, palette, messages, looks, timeUs, highlighted, focus } = scene;
  const usualSize = markSize(flights.layout.nodeRadius);
  const crowded = flights.layout.places.length >= CROWDED_FROM;
  messages.eachInFlight(timeUs, (id, from, to, _verb, sentUs, endUs) => {
    const look = looks.of(id);
    if (!wanted(look) || looks.hasEnded(id, endUs, timeUs)) return;
    const flight = flights.between(from, to);
    const share = progress(look.stillborn, sentUs, look.plannedEndUs, timeUs);
    pointOn(flight, share, place);
    headingOn(flight, share, heading);
    pen.save();
    pen.translate(place.x, place.y);
    // d3's symbols point up; a mark points to where it goes.
    pen.rotate(Math.atan2(heading.y, heading.x) + Math.PI / 2);
    const aside = focus >= 0 && from !== focus && to !== focus;
    const faint = crowded && look.mark === 'dot' && id !== highlighted && (aside || focus < 0);
    const size = faint ? usualSize * CROWDED.scale : usualSize;
    pen.globalAlpha =
      (look.stillborn ? 1 - 0.8 * easeCubicIn(share * 2) : 1) *
      (aside ? BACKGROUND_ALPHA : faint ? CROWDED.alpha : 1);
    drawMark(pen, look, size, epochColourIn(palette, look.epoch), palette.surface);
    if (id === highlighted) strokeHalo(pen, size * 2.2, palette.text);
    pen.restore();
  });
}

function drawMark(pen: Pen, look: MessageLook, size: number, colour: string, surface: string): void {
  pen.beginPath();
  traceMark(pen, look.mark, size);
  if (look.duplicate) {
    // A copy is hollow: the same shape, one of its kind too many.
    pen.fillStyle = surface;
    pen.fill();
    pen.lineWidth = Math.max(1, size * 0.3);
    pen.strokeStyle = colour;
    pen.stroke();
  } else {
    if (size > 3) {
      pen.lineWidth = 2;
      pen.strokeStyle = surface;
      pen.stroke();
    }
    pen.fillStyle = colour;
    pen.fill();
  }
  if (look.damaged) {
    // Struck through: it will arrive, and nobody will be able to read it.
    pen.lineWidth = Math.max(1, size * 0.35);
    pen.strokeStyle = colour;
    pen.beginPath();
    pen.moveTo(-size * 1.7, -size * 1.7);
    pen.lineTo(size * 1.7, size * 1.7);
    pen.stroke();
  }
}

function strokeHalo(pen: Pen, radius: number, colour: string): void {
  pen.globalAlpha = 1;
  pen.lineWidth = 1.25;
  pen.strokeStyle = colour;
  pen.beginPath();
  pen.arc(0, 0, radius, 0, TURN);
  pen.stroke();
}

/** A small cross where a message ended without arriving, fading. */
function drawEndings(pen: Pen, scene: Scene): void {
  const { flights, palette, messages, looks, timeUs, afterglowUs } = scene;
  if (afterglowUs <= 0) return;
  const size = markSize(flights.layout.nodeRadius) * 0.8;
  pen.lineWidth = Math.max(1, size * 0.4);
  pen.lineCap = 'round';
  messages.eachInFlight(timeUs - afterglowUs, (id, from, to, _verb, sentUs, endUs) => {
    if (!looks.hasEnded(id, endUs, timeUs)) return;
    const ending = looks.endingOf(id);
    if (ending === 'delivered' || ending === 'inFlight') return;
    const look = looks.of(id);
    pointOn(flights.between(from, to), progress(look.stillborn, sentUs, look.plannedEndUs, endUs), place);
    pen.globalAlpha = 1 - easeCubicOut((timeUs - endUs) / afterglowUs);
    pen.strokeStyle = epochColourIn(palette, look.epoch);
    pen.beginPath();
    pen.moveTo(place.x - size, place.y - size);
    pen.lineTo(place.x + size, place.y + size);
    pen.moveTo(place.x + size, place.y - size);
    pen.lineTo(place.x - size, place.y + size);
    pen.stroke();
  });
}
