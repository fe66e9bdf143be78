import type { NodeSnapshot } from '../../sim/view';

/** The epochs that nodes are in, each once, the oldest first. */
export function shownEpochs(nodes: readonly Pick<NodeSnapshot, 'epoch'>[]): number[] {
  return [...new Set(nodes.map(({ epoch }) => epoch))].sort((a, b) => a - b);
}
