/** A link: both directions between two members, what is wrong with each, and where it is drawn. */
import type { NodeId } from '../../core/program';
import type { LinkSnapshot } from '../../sim/view';
import type { Network } from '../../sim/run';
import { areLinked, carries, type Cast } from './cast';
import type { Layout, Point } from './place';
import { partOfWay, pointOnWay, wayBetween } from './way';

export interface LinkPair {
  /** Places in the run's list, `a` below `b`. */
  readonly a: number;
  readonly b: number;
  readonly there: LinkSnapshot;
  readonly back: LinkSnapshot;
}

/** A snapshot lists every ordered pair of members, `from` outermost, without their links to themselves. */
export function linkPlace(from: number, to: number, members: number): number {
  return from * (members - 1) + (to > from ? to - 1 : to);
}

export function linkPair(links: readonly LinkSnapshot[], members: number, a: number, b: number): LinkPair {
  const [low, high] = a < b ? [a, b] : [b, a];
  const there = links[linkPlace(low, high, members)];
  const back = links[linkPlace(high, low, members)];
  if (there === undefined || back === undefined) throw new RangeError(`there is no link ${a} – ${b}`);
  return { a: low, b: high, there, back };
}

export const linkName = (a: NodeId, b: NodeId): string => `link ${a} – ${b}`;

/** A client comes first in the name of its link, because it is the one who asks. */
export function pairName({ b, there }: LinkPair, cast: Cast): string {
  return cast.parts[b] === 'client' ? linkName(there.to, there.from) : linkName(there.from, there.to);
}

const isChanged = (link: LinkSnapshot): boolean => link.cut || link.changed || link.corruptNext;

export const pairIsChanged = ({ there, back }: LinkPair): boolean => isChanged(there) || isChanged(back);

/** Above this many nodes a line per link says nothing any more. */
export const ALL_LINKS_UP_TO = 10;

/** What a person has in hand: one member (its place), one link (both places, the lower first), or nothing. */
export type InHand = readonly [] | readonly [node: number] | readonly [a: number, b: number];

/**
 * The links that are offered one by one: in a small ring all that are ever used; in a large one those that something is
 * wrong with, those of the member or link in hand, and those of `noted`. In the order of the run's list.
 */
export function offeredPairs(
  links: readonly LinkSnapshot[],
  cast: Cast,
  inHand: InHand,
  noted: readonly string[] = [],
): LinkPair[] {
  const members = cast.parts.length;
  const all = cast.nodeCount <= ALL_LINKS_UP_TO;
  const pairs: LinkPair[] = [];
  for (let a = 0; a < members; a += 1) {
    for (let b = a + 1; b < members; b += 1) {
      if (!areLinked(cast, a, b)) continue;
      const isHeld = inHand.length === 2 && inHand[0] === a && inHand[1] === b;
      if (!carries(cast, a, b) && !isHeld) continue;
      const pair = linkPair(links, members, a, b);
      const isSpoke = inHand.length === 1 && (inHand[0] === a || inHand[0] === b);
      if (all || isHeld || isSpoke || noted.includes(pairKey(a, b)) || pairIsChanged(pair)) pairs.push(pair);
    }
  }
  return pairs;
}

/** Of two places, in any order. */
export const pairKey = (a: number, b: number): string => `${Math.min(a, b)} ${Math.max(a, b)}`;

/** What is wrong with one direction, in words; empty when nothing is. */
export function linkTroubles(link: LinkSnapshot, usual: Network): string[] {
  if (link.cut) return ['cut'];
  const troubles: string[] = [];
  if (isSlower(link, usual)) troubles.push('slow');
  if (link.lossRatio > usual.lossRatio) troubles.push('lossy');
  if (link.changed && troubles.length === 0) troubles.push('changed');
  if (link.corruptNext) troubles.push('about to damage a frame');
  return troubles;
}

const isSlower = ({ latencyMs }: LinkSnapshot, usual: Network): boolean =>
  latencyMs[0] > usual.latencyMs[0] || latencyMs[1] > usual.latencyMs[1];

/** `cut n1 → n2, slow n2 → n1`; empty for a whole link. */
export function pairTroubles({ there, back }: LinkPair, usual: Network): string {
  return [there, back]
    .flatMap((link) => linkTroubles(link, usual).map((trouble) => `${trouble} ${link.from} → ${link.to}`))
    .join(', ');
}

/** `open`: a thin line; the others are told apart by their dashes. */
export type LineStyle = 'open' | 'slow' | 'lossy' | 'closed';

export function lineStyle({ there, back }: LinkPair, usual: Network): LineStyle {
  if (there.cut && back.cut) return 'closed';
  const open = [there, back].filter((link) => !link.cut);
  if (open.some((link) => link.lossRatio > usual.lossRatio)) return 'lossy';
  if (open.some((link) => link.changed)) return 'slow';
  return 'open';
}

/** The straight line of a link, from edge to edge, with the bars and the arrow that a cut adds. */
export interface LinkShape {
  /** The line that is left: what does not get through stops at a bar, short of its receiver. */
  readonly line: string;
  /** A bar before each node that nothing reaches over this link. */
  readonly bars: string;
  /** A chevron in the direction that still works, while only one does; empty otherwise. */
  readonly arrow: string;
  /** Where a pointer or a finger finds this link, and only this one. */
  readonly handle: string;
}

const EDGE = 8;
const BAR_GAP = 12;
const BAR_HALF = 6;
const HANDLE_HALF_WIDTH = 7;
const HANDLE_HALF_LENGTH = 13;

/** `handleShare` is where on the way from `a` to `b` the handle is. */
export function linkShape(layout: Layout, { a, b, there, back }: LinkPair, handleShare: number): LinkShape {
  const way = wayBetween(layout, a, b);
  const { from, to, length } = way;
  const trimA = Math.min(from.radius + EDGE, length * 0.4);
  const trimB = Math.min(to.radius + EDGE, length * 0.4);
  const gap = Math.min(BAR_GAP, length * 0.08);
  /** The point at `distance` from `from`, `aside` to the right of the way to `to`. */
  const at = (distance: number, aside = 0): Point => pointOnWay(way, distance / length, aside);
  const start = back.cut ? trimA + gap : trimA;
  const end = length - (there.cut ? trimB + gap : trimB);
  const bar = (distance: number) => path(at(distance, -BAR_HALF), at(distance, BAR_HALF));
  const chevron = (tip: number, tail: number) => path(at(tail, -4), at(tip), at(tail, 4));
  const oneWay = there.cut !== back.cut;
  const middle = length / 2;
  const handle = length * handleShare;
  const reach = Math.min(HANDLE_HALF_LENGTH, length * 0.15);
  return {
    line: path(...partOfWay(way, start / length, end / length)),
    bars: (back.cut ? bar(start) : '') + (there.cut ? bar(end) : ''),
    arrow: !oneWay ? '' : there.cut ? chevron(middle - 3, middle + 3) : chevron(middle + 3, middle - 3),
    handle: `${path(
      at(handle - reach, -HANDLE_HALF_WIDTH),
      at(handle + reach, -HANDLE_HALF_WIDTH),
      at(handle + reach, HANDLE_HALF_WIDTH),
      at(handle - reach, HANDLE_HALF_WIDTH),
    )}Z`,
  };
}

/** The lines from one member to all others that it has links to. */
export function spokesPath(layout: Layout, cast: Cast, index: number): string {
  const hub = layout.places[index];
  if (hub === undefined) return '';
  return layout.places
    .map((place, other) => (place === hub || !carries(cast, index, other) ? '' : path(hub, place)))
    .join('');
}

/** More lines than those between so many nodes are a grey cloud. */
export const MESH_UP_TO = 25;

/**
 * One path for every link that is not offered: a faint mesh costs one element, however many lines it has. Without those
 * of clients, who have nothing to do with most nodes.
 */
export function meshPath(layout: Layout, cast: Cast): string {
  const parts: string[] = [];
  layout.places.forEach((from, a) => {
    layout.places.slice(a + 1).forEach((to, more) => {
      const between = to.part === 'store' || cast.nodeCount <= MESH_UP_TO;
      if (to.part !== 'client' && between && carries(cast, a, a + 1 + more)) parts.push(path(from, to));
    });
  });
  return parts.join('');
}

function path(...points: readonly Point[]): string {
  return `M${points.map(({ x, y }) => `${round(x)},${round(y)}`).join('L')}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
