import { storeContents } from '../../core/store/record';
import type { Invariant, Watcher } from '../invariant';

interface Ballot {
  readonly token: number;
  readonly holder: string;
}

export const ballotsRise: Invariant = {
  id: 'ballotsRise',
  title: 'Ballots only rise',
  sentence: 'The ballot in the store never goes back, and each ballot names one leader.',
  source: 'the fencing tokens of Kleppmann, "How to do distributed locking" (2016)',
  appliesTo: ({ store }) => store !== undefined,
  watch(saved): Watcher {
    /** The highest one so far. */
    let last = (saved as Ballot | null | undefined) ?? null;
    return {
      save: () => last,
      after(world, node) {
        const slot = world.slots[node]!;
        const { store } = world.protocol;
        if (slot.part !== 'store' || store === undefined) return null;
        const { entries } = storeContents(slot.disk);
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
            text: `${holder} leads with ballot ${token}, and ballot ${before.token} was given out before: a fencing token went back.`,
          };
        }
        if (holder === before.holder) return null;
        return {
          witnesses: [before.holder, holder],
          text: `Ballot ${token} named ${before.holder}, and now it names ${holder}: one ballot has two leaders.`,
        };
      },
    };
  },
};
