/** What a node was, as shapes along its lane. */
import { crossAt, type Scales } from './arrows';
import { epochInk, PAPER, widthOf } from './paper';
import type { LeaseSpan } from './leases';
import type { AuthoritySpan, RoleSpan } from './spans';
import { round, svgElement, svgText } from './svg-element';

export const FROZEN_PATTERN = 'frozen';

export function roleBand(span: RoleSpan, { x, y }: Scales, node: number, laneHeight: number): string {
  const [from, middle] = [x(span.fromUs), y(node)];
  const width = x(span.toUs) - from;
  const ink = epochInk(span.epoch);
  const box = (height: number) => ({ x: from, y: middle - height / 2, width, height, rx: 1.5 });
  const words = span.status === 'up' ? `${span.role} ${span.epoch}` : span.status;
  const worthAWord = span.status !== 'up' || span.role !== 'replica';
  const label =
    worthAWord && laneHeight >= 34 && widthOf(words) < width
      ? svgText(words, from + 1, middle - 11, { fill: span.status === 'up' ? ink : PAPER.muted })
      : '';
  return bandOf(span, box, ink) + label;
}

/** The time for which somebody held the lease, in the lane of the store. */
export function leaseBand(span: LeaseSpan, { x, y }: Scales, store: number, laneHeight: number): string {
  const [from, middle] = [x(span.startUs), y(store)];
  const width = x(span.endUs) - from;
  const ink = epochInk(span.token);
  const words = `${span.holder} · ${span.token}`;
  const label =
    laneHeight >= 34 && widthOf(words) < width ? svgText(words, from + 1, middle - 11, { fill: ink }) : '';
  return svgElement('rect', { x: from, y: middle - 5.5, width, height: 11, rx: 1.5, fill: ink }) + label;
}

type Box = (height: number) => Record<'x' | 'y' | 'width' | 'height' | 'rx', number>;

export function bandOf({ status, role }: RoleSpan, box: Box, ink: string): string {
  const { x, y, width } = box(0);
  switch (status) {
    case 'killed':
    case 'crashed': {
      const gone = { x1: x, x2: x + width, y1: y, y2: y, stroke: PAPER.strong, 'stroke-dasharray': '3 4' };
      const cross = { d: crossAt({ x, y }), stroke: PAPER.text, 'stroke-width': '1.6', fill: 'none' };
      return svgElement('line', gone) + svgElement('path', cross);
    }
    case 'frozen':
      return svgElement('rect', { ...box(10), fill: `url(#${FROZEN_PATTERN})`, stroke: PAPER.muted });
    case 'up':
      if (role === 'primary') return svgElement('rect', { ...box(11), fill: ink });
      if (role === 'candidate') return svgElement('rect', { ...box(9), fill: PAPER.surface, stroke: ink });
      return svgElement('rect', { ...box(3), fill: ink });
    default:
      return status satisfies never;
  }
}

export function authorityBar({ fromUs, toUs, epoch }: AuthoritySpan, { x, y }: Scales, node: number): string {
  const [from, middle] = [x(fromUs), y(node)];
  const bar = { x: from, y: middle + 8, width: x(toUs) - from, height: 3, fill: epochInk(epoch) };
  return svgElement('rect', bar) + crownAt(from + 4, middle + 3.5);
}

/** White, on the band of a primary; it stands on that height. */
export function crownAt(x: number, y: number): string {
  const d = `M${round(x)},${round(y)}v-7l2.5,3.5 2.5,-4.5 2.5,4.5 2.5,-3.5v7z`;
  return svgElement('path', { d, fill: PAPER.surface });
}
