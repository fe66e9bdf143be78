import { inWords } from '../../core/words';
import { packNamed } from '../../core/registry';
import type { Invariant, Watcher } from '../invariant';

interface Ballot {
  readonly token: number;
  readonly holder: string;
}

/** Source: the fencing tokens of Kleppmann, "How to do distributed locking" (2016). */
export const ballotsRise: Invariant = {
  id: 'ballotsRise',
  title: 'Epochs only rise',
  sentence: 'The epoch in the store never goes back, and each epoch names one leader.',
  appliesTo: ({ store }) => store !== undefined,
  watch(saved): Watcher {
    /** The highest one so far. */
    let last = (saved as Ballot | null | undefined) ?? null;
    return {
      save: () => last,
      after(world, node) {
        const slot = world.slots[node]!;
        const { store, words } = world.protocol;
        if (slot.part !== 'store' || store === undefined) return null;
        const { entries } = packNamed('store').contents(slot.disk);
        const value = entries.find(({ key }) => key === store.leaseKey)?.value ?? null;
        const lease = value === null ? null : store.readLease(value);
        if (lease === null) return null;
        const { token, holder } = lease;
        const before = last;
        if (before === null || token > before.token) last = { token, holder };
        if (before === null || token > before.token) return null;
        if (token < before.token) {
          return {
            witnesses: [slot.id, holder],
            text: `${holder} leads with ${words.epoch} ${token}, and ${words.epoch} ${before.token} was given out before: it went back.`,
          };
        }
        if (holder === before.holder) return null;
        return {
          witnesses: [before.holder, holder],
          text: inWords(
            words,
            `Epoch ${token} named ${before.holder}, and now it names ${holder}: one epoch has two leaders.`,
          ),
        };
      },
    };
  },
};
