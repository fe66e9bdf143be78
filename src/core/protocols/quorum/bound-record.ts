/** The votes that bind a node, on its disk. What they bind it to is told in `promise.ts`. */
import type { DiskRecord, NodeId } from '../../program';

interface Votes {
  readonly epoch: number;
  readonly promised: number;
  readonly votedFor: NodeId | null;
  readonly peers: readonly { readonly id: NodeId; readonly boundEpoch: number }[];
}

/**
 * The votes that bind, for the disk; null if they are just what the newest vote says by itself, as they nearly always
 * are. Texts of names and numbers in turn, since a record is flat.
 */
export function boundRecord({ epoch, promised, votedFor, peers }: Votes): string | null {
  const bound = peers.filter((peer) => peer.boundEpoch > 0);
  const isPlain =
    bound.length === 0
      ? promised <= epoch || peers.every(({ id }) => id !== votedFor)
      : bound.length === 1 && bound[0]!.id === votedFor && bound[0]!.boundEpoch === promised;
  return isPlain ? null : JSON.stringify(bound.map(({ id, boundEpoch }) => [id, boundEpoch]));
}

/** By peer, the votes that may bind still when a process starts. Its own vote for itself never does. */
export function boundFromDisk(disk: DiskRecord, nodeId: NodeId): ReadonlyMap<NodeId, number> {
  const { epoch, promised, votedFor, bound } = disk;
  const pairs: readonly (readonly [NodeId, number])[] =
    typeof bound === 'string'
      ? (JSON.parse(bound) as [NodeId, number][])
      : typeof votedFor === 'string' && typeof promised === 'number'
        ? [[votedFor, promised]]
        : [];
  const won = typeof epoch === 'number' ? epoch : 0;
  return new Map(pairs.filter(([id, voted]) => id !== nodeId && voted > won));
}

export function highest(epochs: Iterable<number>): number {
  return Math.max(0, ...epochs);
}
