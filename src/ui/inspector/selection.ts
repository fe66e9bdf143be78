/** A selection may outlive what it names: another run may have fewer nodes. */
import type { NodeId } from '../../core/program';
import type { Selection } from '../page.svelte';

/** Null when something that is selected is not there; a link always in the order of the run's list. */
export function selectionIn(selection: Selection, nodes: readonly NodeId[]): Selection {
  if (selection === null) return null;
  if (selection.kind === 'node') return nodes.includes(selection.node) ? selection : null;
  const [a, b] = [nodes.indexOf(selection.a), nodes.indexOf(selection.b)];
  if (a < 0 || b < 0 || a === b) return null;
  return a < b ? selection : { kind: 'link', a: selection.b, b: selection.a };
}
