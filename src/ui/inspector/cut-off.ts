/** Members apart from all others, and back again: the faults that bring it about, link by link. */
import type { NodeId } from '../../core/program';
import type { FaultAction } from '../../sim/run';
import type { LinkSnapshot } from '../../sim/view';

/** Which way nothing gets through any more: `out` is what it sends, `in` what it hears. */
export type Direction = 'both' | 'out' | 'in';

/**
 * Cuts some members off from all others, in one direction or both; empty where there is nothing left to cut. `isLinked`:
 * whether anything can be sent between two.
 */
export function cutOff(
  inside: readonly NodeId[],
  links: readonly LinkSnapshot[],
  direction: Direction,
  isLinked: (a: NodeId, b: NodeId) => boolean = () => true,
): readonly FaultAction[] {
  return links
    .filter(({ from, to, cut }) => {
      const leaves = inside.includes(from) && !inside.includes(to);
      const enters = !inside.includes(from) && inside.includes(to);
      return (
        !cut && isLinked(from, to) && ((leaves && direction !== 'in') || (enters && direction !== 'out'))
      );
    })
    .map(({ from, to }) => ({ kind: 'cut', from, to }));
}

/** Heals what is cut of the links of some members; empty where nothing is. */
export const reconnect = (
  inside: readonly NodeId[],
  links: readonly LinkSnapshot[],
): readonly FaultAction[] =>
  links
    .filter(({ from, to, cut }) => cut && (inside.includes(from) || inside.includes(to)))
    .map(({ from, to }) => ({ kind: 'heal', from, to }));
