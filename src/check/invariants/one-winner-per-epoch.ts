import type { Invariant, Watcher } from '../invariant';

/** Source: Election Safety in Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014). */
export const oneWinnerPerEpoch: Invariant = {
  id: 'oneWinnerPerEpoch',
  title: 'One winner per epoch',
  sentence: 'No two nodes are ever primary in the same epoch.',
  watch(saved): Watcher {
    const winners = new Map<number, number>((saved as [number, number][] | undefined) ?? []);
    return {
      save: () => [...winners],
      after(world, node) {
        const slot = world.slots[node]!;
        const { role, epoch } = slot.observation;
        if (role !== 'primary' || slot.status !== 'up') return null;
        const winner = winners.get(epoch);
        if (winner === undefined) winners.set(epoch, node);
        if (winner === undefined || winner === node) return null;
        const first = world.run.nodes[winner]!;
        const word = world.protocol.words.epoch;
        return {
          witnesses: [first, slot.id],
          text: `${slot.id} is primary in ${word} ${epoch}, and so was ${first}: one ${word} has two winners.`,
        };
      },
    };
  },
};
