/** A link of the ring: both directions between two nodes, what is wrong with each, and where it is drawn. */
import type { NodeId } from '../../core/program';
import type { LinkSnapshot } from '../../sim/view';
import type { Network } from '../../sim/run';
import type { Point, Ring } from './ring';

export interface LinkPair {
  /** Places in the run's list, `a` below `b`. */
  readonly a: number;
  readonly b: number;
  readonly there: LinkSnapshot;
  readonly back: LinkSnapshot;
}

/** A snapshot lists every ordered pair, `from` outermost, without the nodes' links to themselves. */
export function linkPlace(from: number, to: number, nodes: number): number {
  return from * (nodes - 1) + (to > from ? to - 1 : to);
}

export function linkPair(links: readonly LinkSnapshot[], nodes: number, a: number, b: number): LinkPair {
  const [low, high] = a < b ? [a, b] : [b, a];
  const there = links[linkPlace(low, high, nodes)];
  const back = links[linkPlace(high, low, nodes)];
  if (there === undefined || back === undefined) throw new RangeError(`there is no link ${a} – ${b}`);
  return { a: low, b: high, there, back };
}

export const linkName = (a: NodeId, b: NodeId): string => `link ${a} – ${b}`;

const isChanged = (link: LinkSnapshot): boolean => link.cut || link.changed || link.corruptNext;

export const pairIsChanged = ({ there, back }: LinkPair): boolean => isChanged(there) || isChanged(back);

/** Above this many nodes a line per link says nothing any more. */
export const ALL_LINKS_UP_TO = 10;

/** What a person has in hand: one node (its place), one link (both places, the lower first), or nothing. */
export type InHand = readonly [] | readonly [node: number] | readonly [a: number, b: number];

/**
 * The links that are offered one by one: all in a small ring; in a large one those that something is wrong with, and
 * those of the node or link in hand. In the order of the run's list.
 */
export function offeredPairs(links: readonly LinkSnapshot[], nodes: number, inHand: InHand): LinkPair[] {
  const pairs: LinkPair[] = [];
  for (let a = 0; a < nodes; a += 1) {
    for (let b = a + 1; b < nodes; b += 1) {
      const pair = linkPair(links, nodes, a, b);
      if (nodes <= ALL_LINKS_UP_TO || isInHand(inHand, a, b) || pairIsChanged(pair)) pairs.push(pair);
    }
  }
  return pairs;
}

function isInHand(inHand: InHand, a: number, b: number): boolean {
  return inHand.length === 1 ? inHand[0] === a || inHand[0] === b : inHand[0] === a && inHand[1] === b;
}

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
export function linkShape(ring: Ring, { a, b, there, back }: LinkPair, handleShare: number): LinkShape {
  const from = ring.nodes[a];
  const to = ring.nodes[b];
  if (from === undefined || to === undefined) throw new RangeError(`the ring has no link ${a} – ${b}`);
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const trim = Math.min(ring.nodeRadius + EDGE, length * 0.4);
  const gap = Math.min(BAR_GAP, length * 0.08);
  /** The point at `distance` from `from`, `aside` to the right of the way to `to`. */
  const at = (distance: number, aside = 0): Point => ({
    x: from.x + along.x * distance - along.y * aside,
    y: from.y + along.y * distance + along.x * aside,
  });
  const start = back.cut ? trim + gap : trim;
  const end = there.cut ? length - trim - gap : length - trim;
  const bar = (distance: number) => path(at(distance, -BAR_HALF), at(distance, BAR_HALF));
  const chevron = (tip: number, tail: number) => path(at(tail, -4), at(tip), at(tail, 4));
  const oneWay = there.cut !== back.cut;
  const middle = length / 2;
  const handle = length * handleShare;
  const reach = Math.min(HANDLE_HALF_LENGTH, length * 0.15);
  return {
    line: path(at(start), at(end)),
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

/** The lines from one node to all others. */
export function spokesPath(ring: Ring, index: number): string {
  const hub = ring.nodes[index];
  if (hub === undefined) return '';
  return ring.nodes.map((node) => (node === hub ? '' : path(hub, node))).join('');
}

/** One path for every link that is not offered: a faint mesh costs one element, however many lines it has. */
export function meshPath(ring: Ring): string {
  const parts: string[] = [];
  ring.nodes.forEach((from, a) => {
    for (const to of ring.nodes.slice(a + 1)) parts.push(path(from, to));
  });
  return parts.join('');
}

function path(...points: readonly Point[]): string {
  return `M${points.map(({ x, y }) => `${round(x)},${round(y)}`).join('L')}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
