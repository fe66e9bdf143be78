import type { NodeId } from '../../core/program';
import { packNamed } from '../../core/registry';
import type { Invariant, Watcher } from '../invariant';

interface Lease {
  readonly version: number;
  /** Null: it names nobody. */
  readonly holder: NodeId | null;
}

/** Source: client-go, whose release looks at whom it observed last, and not at whom it finds. */
export const holderReleases: Invariant = {
  id: 'holderReleases',
  title: 'Only its holder releases a lease',
  sentence: 'No node empties the lease while the store names another one.',
  appliesTo: ({ store }) => store !== undefined,
  watch(saved): Watcher {
    let last = (saved as Lease | null | undefined) ?? null;
    return {
      save: () => last,
      after(world, node) {
        const slot = world.slots[node]!;
        const { store } = world.protocol;
        if (slot.part !== 'store' || store === undefined) return null;
        const pack = packNamed('store');
        const entry = pack.contents(slot.disk).entries.find(({ key }) => key === store.leaseKey);
        if (entry === undefined || entry.version === last?.version) return null;
        const { version, value } = entry;
        const before = last?.holder ?? null;
        const holder = value === null ? null : (store.readLease(value)?.holder ?? null);
        last = { version, holder };
        if (before === null || holder !== null) return null;
        const writer = pack.writerOf(slot.disk, version);
        if (writer === null || writer === before) return null;
        return {
          witnesses: [writer, before],
          text: `${writer} emptied the lease that ${before} held: anybody may take it now, while ${before} goes on.`,
        };
      },
    };
  },
};
