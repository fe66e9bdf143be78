/**
 * Where each link can be taken hold of without touching another. Links cross, and the diameters of an even ring all meet
 * in one point, so the middle will not do: a handle sits where its link is farthest from all others.
 */
import type { Layout } from './place';
import { distanceToWay, pointOnWay, wayBetween, type Way } from './way';

export interface Ends {
  /** Places, `a` below `b`. */
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
export function handleShares(layout: Layout, links: readonly Ends[]): number[] {
  if (links.length > SEARCHED_UP_TO) return links.map(() => PLAIN_SHARE);
  const ways = links.map(({ a, b }) => wayBetween(layout, a, b));
  return ways.map((way) => freestShare(way, ways));
}

function freestShare(way: Way, ways: readonly Way[]): number {
  const { from, to, length } = way;
  const first = Math.min(0.5, (from.radius + NODE_MARGIN) / length);
  const last = Math.max(0.5, 1 - (to.radius + NODE_MARGIN) / length);
  let best = 0.5;
  let most = -Infinity;
  for (let step = 0; step <= STEPS; step += 1) {
    const share = first + ((last - first) * step) / STEPS;
    const room = roomAt(way, share, ways);
    if (room > most) {
      most = room;
      best = share;
    }
  }
  return best;
}

/** The distance to the nearest other line; more than enough is enough, so that handles stay near the middle. */
function roomAt(way: Way, share: number, ways: readonly Way[]): number {
  const point = pointOnWay(way, share);
  let room = ENOUGH;
  for (const other of ways) {
    if (other !== way) room = Math.min(room, distanceToWay(point, other));
  }
  return room - Math.abs(share - 0.5);
}

const ENOUGH = 24;
