import type { NodeId } from '../../core/program';
import type { Invariant, Watcher } from '../invariant';

interface Vote {
  readonly epoch: number;
  readonly candidate: NodeId;
}

/** Source: the acceptors of Lamport, "Paxos Made Simple" (2001). */
export const oneVotePerEpoch: Invariant = {
  id: 'oneVotePerEpoch',
  title: 'One vote per node and epoch',
  sentence:
    'No node gives its vote to two candidates of one epoch, nor to an epoch below one that it voted in.',
  appliesTo: ({ store }) => store === undefined,
  watch(saved): Watcher {
    const votes = new Map<number, Vote>((saved as [number, Vote][] | undefined) ?? []);
    return {
      save: () => [...votes],
      after(world, node) {
        const slot = world.slots[node]!;
        if (slot.part !== 'node' || !slot.observed) return null;
        const { votedEpoch: epoch, votedFor: candidate } = slot.observation;
        // Nothing is remembered of a vote: it was overtaken by a higher epoch, or lost with the memory, and not yet misused.
        if (candidate === null || epoch === 0) return null;
        // It heard who won that epoch and keeps it where it kept its vote: nothing was given.
        const learned = slot.observation.primary === candidate && slot.observation.epoch === epoch;
        const before = votes.get(node);
        if (learned && before?.epoch === epoch) return null;
        if (before === undefined || epoch > before.epoch) votes.set(node, { epoch, candidate });
        if (before === undefined || epoch > before.epoch) return null;
        const word = world.protocol.words.epoch;
        if (epoch < before.epoch) {
          return {
            witnesses: [slot.id, candidate],
            text: `${slot.id} voted for ${candidate} in ${word} ${epoch}, after it had voted in ${word} ${before.epoch}.`,
          };
        }
        if (candidate === before.candidate) return null;
        return {
          witnesses: [slot.id, before.candidate, candidate],
          text: `${slot.id} voted for ${before.candidate} and for ${candidate} in ${word} ${epoch}: one vote was given twice.`,
        };
      },
    };
  },
};
