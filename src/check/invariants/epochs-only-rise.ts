import type { Invariant, Watcher } from '../invariant';

/** Source: the terms of Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014). */
export const epochsOnlyRise: Invariant = {
  id: 'epochsOnlyRise',
  title: 'Epochs only rise',
  sentence: 'The epoch that a node goes by never falls, not even over a restart that kept its disk.',
  // A lease in a store is not kept by the nodes: what they forget they read again.
  appliesTo: ({ store }) => store === undefined,
  watch(saved): Watcher {
    const epochs = new Map<number, number>((saved as [number, number][] | undefined) ?? []);
    return {
      save: () => [...epochs],
      after(world, node) {
        const slot = world.slots[node]!;
        if (slot.part !== 'node') return null;
        // Until its first step nothing is known of a new process; a wiped one has a right to begin anew.
        if (slot.disk === null) epochs.delete(node);
        if (!slot.observed) return null;
        const { epoch } = slot.observation;
        const before = epochs.get(node) ?? 0;
        if (epoch > before) epochs.set(node, epoch);
        if (epoch >= before) return null;
        const word = world.protocol.words.epoch;
        return {
          witnesses: [slot.id],
          text: `${slot.id} goes by ${word} ${epoch}, and went by ${word} ${before} before: it forgot what it knew.`,
        };
      },
    };
  },
};
