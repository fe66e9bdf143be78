/** Where a node's words stand: outside the ring, clear of its crown and of the arc around it. */
import { placeAt, type Labelling, type Layout, type Place } from './place';

/** What stands between a node's edge and its words: the arc, the ring of a selection, and some air. */
const GAP: Readonly<Record<Labelling, number>> = { full: 16, roomy: 16, line: 12, radial: 11, terse: 10 };
/** A crown sits on top of its node; words above it keep this much more away, crowned or not, so that they never jump. */
const CROWN = 15;
/** Lines of 13 px. */
const LINE = 16;
/** From the middle of a line to its baseline. */
const BASELINE = 4.5;

export interface LabelSpot {
  readonly x: number;
  /** The baseline of the first line. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** In degrees, around (x, y). */
  readonly rotation: number;
}

export function labelSpot(layout: Layout, index: number): LabelSpot {
  const place = placeAt(layout, index);
  return isRadial(layout.labelling) ? radialSpot(layout, place) : uprightSpot(layout, place);
}

/** A part of the stage, in its pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What the words of a member take at most. */
export function wordsBox(layout: Layout, index: number): Box {
  const place = placeAt(layout, index);
  if (place.part !== 'node') {
    const { x, y } = satelliteSpot(layout, index);
    const half = place.part === 'store' ? LEASE / 2 : 24;
    return { left: x - half, top: y - LINE, right: x + half, bottom: y + 4 };
  }
  const { x, y, anchor } = labelSpot(layout, index);
  if (isRadial(layout.labelling)) return { left: x - 20, top: y - LINE, right: x + 20, bottom: y + LINE };
  const left = x - LABEL_WIDTH * (anchor === 'start' ? 0 : anchor === 'end' ? 1 : 0.5);
  const top = y - LINE + BASELINE;
  return { left, top, right: left + LABEL_WIDTH, bottom: top + LINES[layout.labelling] * LINE };
}

function uprightSpot(layout: Layout, node: Place): LabelSpot {
  const lines = LINES[layout.labelling];
  const halfHeight = (lines * LINE) / 2;
  const reach = layout.nodeRadius + GAP[layout.labelling];
  const anchor = node.outX > 0.25 ? 'start' : node.outX < -0.25 ? 'end' : 'middle';
  // A block of lines touches the circle around its node with its nearest edge, not with its middle.
  const middle = node.outY * (reach + halfHeight) + Math.sign(node.outY) * crownRoom(node);
  const nearest = Math.max(0, Math.abs(middle) - halfHeight);
  const aside = anchor === 'middle' ? 0 : Math.sqrt(Math.max(0, reach * reach - nearest * nearest));
  return {
    x: node.x + (anchor === 'end' ? -aside : aside),
    y: node.y + middle - ((lines - 1) * LINE) / 2 + BASELINE,
    anchor,
    rotation: 0,
  };
}

function radialSpot(layout: Layout, node: Place): LabelSpot {
  const reach = layout.nodeRadius + GAP[layout.labelling] + crownRoom(node) * 0.7;
  const x = node.x + node.outX * reach;
  const y = node.y + node.outY * reach;
  const degrees = (Math.atan2(node.outY, node.outX) * 180) / Math.PI;
  const left = node.outX < 0;
  // The rotation goes around the anchor itself; the baseline then lies a little to its side.
  const rotation = left ? degrees + 180 : degrees;
  const radians = (rotation * Math.PI) / 180;
  return {
    x: x - Math.sin(radians) * BASELINE,
    y: y + Math.cos(radians) * BASELINE,
    anchor: left ? 'end' : 'start',
    rotation: Math.abs(rotation % 360) < 1e-9 ? 0 : rotation,
  };
}

const crownRoom = (node: Place): number => (node.outY < -0.5 ? CROWN : 0);

const isRadial = (labelling: Labelling): boolean => labelling === 'radial' || labelling === 'terse';

const LINES: Readonly<Record<Labelling, number>> = { full: 3, roomy: 2, line: 1, radial: 1, terse: 1 };

export interface SatelliteSpot extends LabelSpot {
  /** How much can be said there: two lines, one, half of one, or nothing. */
  readonly room: 'two' | 'one' | 'half' | 'none';
}

/** Under a satellite, unless a link goes down from there: then beside that link. */
export function satelliteSpot(layout: Layout, index: number): SatelliteSpot {
  const place = placeAt(layout, index);
  if (place.part === 'client') {
    const y = place.y + place.radius + 20;
    const isFree = layout.places.every(
      (other) => other.y <= place.y || Math.abs(other.x - place.x) > LINE || other.y - other.radius > y + 2,
    );
    return { x: place.x, y, anchor: 'middle', rotation: 0, room: isFree ? 'one' : 'none' };
  }
  const y = place.y + place.radius + 20;
  const below = layout.places.filter((other) => other.part === 'node' && other.y > place.y);
  const aside = below.some(({ x }) => Math.abs(x - place.x) < LINK_BESIDE) ? LINK_BESIDE : 0;
  const isFree = (fromX: number, toX: number, toY: number) =>
    below.every(
      ({ x, y, radius }) =>
        isApart(x, radius + AIR, y - radius - ARC, fromX, toX, toY) &&
        isApart(x, HALF_CROWN, y - radius - ARC - CROWN, fromX, toX, toY),
    );
  const isFreeFor = (width: number, lines: number) => {
    const fromX = aside > 0 ? place.x + aside : place.x - width / 2;
    return isFree(fromX, fromX + width, y + (lines - 1) * LINE + 1);
  };
  const room = isFreeFor(LEASE, 2)
    ? 'two'
    : isFreeFor(LEASE, 1)
      ? 'one'
      : isFreeFor(HALF_LEASE, 1)
        ? 'half'
        : 'none';
  return { x: place.x + aside, y, anchor: aside > 0 ? 'start' : 'middle', rotation: 0, room };
}

/** From a link that goes down to words beside it. */
const LINK_BESIDE = 8;
/** `n4 · ballot 12 · 10.0 s` in 13 px. */
const LEASE = 140;
/** `n4 · 10.0 s`. */
const HALF_LEASE = 74;
const AIR = 6;
const ARC = 8;
const HALF_CROWN = 10;

/** Whether words from `fromX` to `toX` that end at `toY` stay clear of something below them. */
function isApart(x: number, half: number, top: number, fromX: number, toX: number, toY: number): boolean {
  return x + half < fromX || x - half > toX || top > toY;
}

export interface DialSpot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** On which side of the dial there is room for words; null for nowhere. */
  readonly words: 'start' | 'end' | null;
}

/** Where the dial of a clock is: on the side of its member that neither words nor a crown need. */
export function dialSpot(layout: Layout, index: number): DialSpot {
  const place = placeAt(layout, index);
  if (place.part === 'client') {
    return { x: place.x - 14, y: place.y - place.radius - 12, radius: 7, words: 'start' };
  }
  if (place.part === 'store') {
    const away = place.radius + 19;
    return { x: place.x + away, y: place.y + 4, radius: 7, words: 'start' };
  }
  const beside = dialBeside(place);
  if (hasRoomForDial(layout, place, beside)) return beside;
  // Towards the middle, because all else is outside.
  const away = place.radius + 9;
  return { x: place.x - place.outX * away, y: place.y - place.outY * away, radius: 5, words: null };
}

const BESIDE_CROWN = 20;

function dialBeside(place: Place): DialSpot {
  const away = place.radius + 19;
  const [x, y] = besideWords(place);
  // What is nearly above its node still has to pass by the crown.
  const aside = y < 0 ? Math.sign(x) * Math.max(BESIDE_CROWN, Math.abs(x) * away) : x * away;
  const words = place.outX < -0.25 ? 'end' : 'start';
  return { x: place.x + aside, y: place.y + y * away, radius: 7, words };
}

/** `+350 ms` in 13 px, and its dial. */
const DIAL_WIDTH = 74;
const DIAL_HALF_HEIGHT = 9;
/** The longest of a node's lines. */
const LABEL_WIDTH = 60;

/** Whether the words of a dial stay clear of all other nodes, and of what is said about these. */
function hasRoomForDial(layout: Layout, place: Place, { x, y, words }: DialSpot): boolean {
  if (isRadial(layout.labelling)) return false;
  const fromX = words === 'end' ? x - DIAL_WIDTH : x - 7;
  const toX = words === 'end' ? x + 7 : x + DIAL_WIDTH;
  return layout.places.every((other, at) => {
    if (other === place || other.part !== 'node') return true;
    const nearestX = Math.min(Math.max(other.x, fromX), toX);
    const nearestY = Math.min(Math.max(other.y, y - DIAL_HALF_HEIGHT), y + DIAL_HALF_HEIGHT);
    if (Math.hypot(nearestX - other.x, nearestY - other.y) < other.radius + 6) return false;
    const label = labelSpot(layout, at);
    const left = label.x - LABEL_WIDTH * (label.anchor === 'start' ? 0 : label.anchor === 'end' ? 1 : 0.5);
    const top = label.y - LINE + BASELINE;
    const bottom = top + LINES[layout.labelling] * LINE;
    return (
      toX < left || fromX > left + LABEL_WIDTH || y + DIAL_HALF_HEIGHT < top || y - DIAL_HALF_HEIGHT > bottom
    );
  });
}

/** A right angle to the direction of the words: outwards, or, where that is neither left nor right, down. */
function besideWords({ outX, outY }: Place): readonly [x: number, y: number] {
  const turn = Math.abs(outY) < 0.15 ? Math.sign(outX) : outX < -0.25 ? Math.sign(outY) : -Math.sign(outY);
  return [-outY * turn, outX * turn];
}
