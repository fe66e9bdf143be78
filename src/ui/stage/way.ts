/**
 * The line of a link: straight, unless it would run through a member that it does not belong to, like the store in the
 * middle of an even ring. Then it goes around.
 */
import { placeAt, type Layout, type Place, type Point } from './place';

export interface Way {
  readonly from: Place;
  readonly to: Place;
  /** From middle to middle. */
  readonly length: number;
  /** How far the middle of the line is to the right of the straight one; 0 for a straight one, negative for the left. */
  readonly bow: number;
}

/** The line itself, its messages beside it, and some air: less where everything is smaller. */
const clearanceIn = ({ nodeRadius }: Layout): number => 6 + nodeRadius * 0.4;
const BOWS = [0, 18, -18, 32, -32, 46, -46, 62, -62, 80, -80] as const;
/** To the edge of the stage. */
const AIR = 8;
const SAMPLES = 14;

const known = new WeakMap<Layout, (Way | undefined)[]>();

/** From the place `a` to the place `b`, `a` below `b`. The same object again for the same layout. */
export function wayBetween(layout: Layout, a: number, b: number): Way {
  let ways = known.get(layout);
  if (ways === undefined) known.set(layout, (ways = []));
  return (ways[a * layout.places.length + b] ??= findWay(layout, a, b));
}

function findWay(layout: Layout, a: number, b: number): Way {
  const from = placeAt(layout, a);
  const to = placeAt(layout, b);
  const straight: Way = { from, to, length: Math.hypot(to.x - from.x, to.y - from.y) || 1, bow: 0 };
  // Nodes alone never stand in each other's way.
  if (layout.places.at(-1)?.part === 'node') return straight;
  const obstacles = layout.places.filter((place) => place !== from && place !== to);
  let best = straight;
  let least = Infinity;
  for (const bow of BOWS) {
    const way = { ...straight, bow };
    const overlap = overlapOf(way, obstacles, layout);
    if (overlap < least) {
      best = way;
      least = overlap;
    }
    if (overlap === 0) break;
  }
  return best;
}

/** How much of it is too close to others, or outside of the stage. */
function overlapOf(way: Way, others: readonly Place[], layout: Layout): number {
  const { width, height } = layout;
  const clearance = clearanceIn(layout);
  let overlap = 0;
  for (let i = 1; i < SAMPLES; i += 1) {
    const { x, y } = pointOnWay(way, i / SAMPLES);
    overlap -= Math.min(0, x - AIR, y - AIR, width - AIR - x, height - AIR - y);
    for (const other of others) {
      const room = Math.hypot(x - other.x, y - other.y) - other.radius - clearance;
      if (room < 0) overlap -= room;
    }
  }
  return overlap;
}

/** After the share `t` of the way, `aside` to the right of it. */
export function pointOnWay({ from, to, length, bow }: Way, t: number, aside = 0): Point {
  const alongX = (to.x - from.x) / length;
  const alongY = (to.y - from.y) / length;
  // What the line's own slope turns "to the right" by.
  const slope = (4 * bow * (1 - 2 * t)) / length;
  const scale = aside / Math.hypot(1, slope);
  const forward = t * length - slope * scale;
  const right = 4 * bow * t * (1 - t) + scale;
  return {
    x: from.x + alongX * forward - alongY * right,
    y: from.y + alongY * forward + alongX * right,
  };
}

const PIECES = 12;

/** Points whose straight connections look like the part of the way between two shares of it. */
export function partOfWay(way: Way, start: number, end: number): readonly Point[] {
  if (way.bow === 0) return [pointOnWay(way, start), pointOnWay(way, end)];
  return Array.from({ length: PIECES + 1 }, (_, at) =>
    pointOnWay(way, start + ((end - start) * at) / PIECES),
  );
}

export function distanceToWay(point: Point, way: Way): number {
  if (way.bow === 0) return distanceToSegment(point, way.from, way.to);
  const points = partOfWay(way, 0, 1);
  let nearest = Infinity;
  for (let i = 1; i < points.length; i += 1) {
    nearest = Math.min(nearest, distanceToSegment(point, points[i - 1] as Point, points[i] as Point));
  }
  return nearest;
}

export function distanceToSegment(point: Point, from: Point, to: Point): number {
  const x = to.x - from.x;
  const y = to.y - from.y;
  const squared = x * x + y * y || 1;
  const share = Math.min(1, Math.max(0, ((point.x - from.x) * x + (point.y - from.y) * y) / squared));
  return Math.hypot(point.x - from.x - share * x, point.y - from.y - share * y);
}
