/** A line drawn around some nodes, and the partition that it means. */
import { polygonContains } from 'd3';
import type { NodeId } from '../../core/program';
import type { FaultAction } from '../../sim/run';
import type { Layout, Point } from './place';

/** A press becomes a lasso when it has moved this far; until then it is a click with a shaky hand. */
export const LASSO_FROM_PX = 8;

/** Closer points say nothing new. */
const SPARSE_PX = 3;

export function extendLasso(points: readonly Point[], next: Point): readonly Point[] {
  const last = points.at(-1);
  if (last !== undefined && Math.hypot(next.x - last.x, next.y - last.y) < SPARSE_PX) return points;
  return [...points, next];
}

/** The places of those inside, in the order of the run. */
export function insideLasso(layout: Layout, points: readonly Point[]): number[] {
  if (points.length < 3) return [];
  const polygon = points.map(({ x, y }): [number, number] => [x, y]);
  return layout.places.flatMap(({ x, y }, index) => (polygonContains(polygon, [x, y]) ? [index] : []));
}

/** Null unless both sides have somebody: cutting off nobody, or everybody, is no partition. */
export function partitionOf(
  nodes: readonly NodeId[],
  inside: readonly number[],
): Extract<FaultAction, { kind: 'partition' }> | null {
  const apart = nodes.filter((_, index) => inside.includes(index));
  const rest = nodes.filter((_, index) => !inside.includes(index));
  return apart.length === 0 || rest.length === 0 ? null : { kind: 'partition', groups: [apart, rest] };
}

/**
 * `n1, n2 | n3, n4, n5, store`, shortened on each side when there are too many nodes to read. Whoever is no node stays:
 * where the store is decides who goes on.
 */
export function partitionText(
  groups: readonly (readonly NodeId[])[],
  isNode: (id: NodeId) => boolean = () => true,
): string {
  const sideText = (group: readonly NodeId[]): string =>
    [shortList(group.filter(isNode), 5), ...group.filter((id) => !isNode(id))]
      .filter((part) => part !== '')
      .join(', ');
  return groups.map(sideText).join(' | ');
}

function shortList(ids: readonly NodeId[], most: number): string {
  if (ids.length <= most) return ids.join(', ');
  return `${ids.slice(0, most - 1).join(', ')} and ${ids.length - most + 1} more`;
}
