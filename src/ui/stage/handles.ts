/**
 * Where each link can be taken hold of without touching another. Links cross, and the diameters of an even ring all meet
 * in one point, so the middle will not do: a handle sits where its link is farthest from all others.
 */
import { distanceToSegment } from './pick';
import type { Point, Ring } from './ring';

export interface Ends {
  /** Places in the ring. */
  readonly a: number;
  readonly b: number;
}

/** Beyond this many links there is no free place left to look for. */
const SEARCHED_UP_TO = 45;
const PLAIN_SHARE = 0.44;
const STEPS = 30;
/** From a node's edge to the middle of a handle: nodes have a margin of their own. */
const NODE_MARGIN = 24;

/** For each link its handle's place, as a share of the way from `a` to `b`. */
export function handleShares(ring: Ring, links: readonly Ends[]): number[] {
  if (links.length > SEARCHED_UP_TO) return links.map(() => PLAIN_SHARE);
  const lines = links.map(({ a, b }) => ({ from: nodeAt(ring, a), to: nodeAt(ring, b) }));
  return lines.map((line) => freestShare(line, lines, ring.nodeRadius + NODE_MARGIN));
}

interface Line {
  readonly from: Point;
  readonly to: Point;
}

function freestShare(line: Line, lines: readonly Line[], margin: number): number {
  const length = Math.hypot(line.to.x - line.from.x, line.to.y - line.from.y) || 1;
  const first = Math.min(0.5, margin / length);
  let best = 0.5;
  let most = -Infinity;
  for (let step = 0; step <= STEPS; step += 1) {
    const share = first + ((1 - 2 * first) * step) / STEPS;
    const room = roomAt(line, share, lines);
    if (room > most) {
      most = room;
      best = share;
    }
  }
  return best;
}

/** The distance to the nearest other line; more than enough is enough, so that handles stay near the middle. */
function roomAt(line: Line, share: number, lines: readonly Line[]): number {
  const point = {
    x: line.from.x + (line.to.x - line.from.x) * share,
    y: line.from.y + (line.to.y - line.from.y) * share,
  };
  const others = lines.filter((other) => other !== line);
  const room = Math.min(ENOUGH, ...others.map((other) => distanceToSegment(point, other.from, other.to)));
  return room - Math.abs(share - 0.5);
}

const ENOUGH = 24;

function nodeAt(ring: Ring, place: number): Point {
  const node = ring.nodes[place];
  if (node === undefined) throw new RangeError(`the ring has no node ${place}`);
  return node;
}
