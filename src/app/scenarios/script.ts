/** Words that scripts share: what happens to both directions of a link, to all links of a node, to many nodes at once. */
import type { NodeId } from '../../core/program';
import type { Fault } from '../../sim/run';

export const FIVE: readonly NodeId[] = ['n1', 'n2', 'n3', 'n4', 'n5'];
export const THREE: readonly NodeId[] = ['n1', 'n2', 'n3'];

export const bothWays = (atMs: number, kind: 'cut' | 'heal', a: NodeId, b: NodeId): readonly Fault[] => [
  { atMs, kind, from: a, to: b },
  { atMs, kind, from: b, to: a },
];

/** From now on nobody is heard there. */
export const deafen = (atMs: number, node: NodeId, nodes: readonly NodeId[]): readonly Fault[] =>
  nodes.filter((id) => id !== node).map((from) => ({ atMs, kind: 'cut', from, to: node }));

/** From now on nobody hears it. */
export const mute = (atMs: number, node: NodeId, nodes: readonly NodeId[]): readonly Fault[] =>
  nodes.filter((id) => id !== node).map((to) => ({ atMs, kind: 'cut', from: node, to }));

/** How much of the data each node has. */
export const offsets = (atMs: number, values: Readonly<Record<NodeId, number>>): readonly Fault[] =>
  Object.entries(values).map(([node, value]) => ({ atMs, kind: 'replOffset', node, value }));

/** All links between this node and the other ones, in both directions; clients go on reaching it. */
export const fromOthers = (
  atMs: number,
  kind: 'cut' | 'heal',
  node: NodeId,
  nodes: readonly NodeId[],
): readonly Fault[] => nodes.filter((id) => id !== node).flatMap((id) => bothWays(atMs, kind, node, id));
