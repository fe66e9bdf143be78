import type { Slot } from '../../sim/cluster/slot';
import type { Invariant, Watcher } from '../invariant';

/** Source: the export lease of slatedb, which calls itself an optimisation. */
export const oneExport: Invariant = {
  id: 'oneExport',
  title: 'One export at a time',
  sentence:
    'At no instant do two nodes do an export. It saves work and guards nothing: clocks that disagree may break it.',
  note: true,
  appliesTo: ({ spec }) => spec.exports,
  watch(): Watcher {
    return {
      save: () => null,
      after(world, node) {
        const slot = world.slots[node]!;
        if (!isWorking(slot)) return null;
        const other = world.slots.find((candidate) => candidate !== slot && isWorking(candidate));
        if (other === undefined) return null;
        return {
          witnesses: [other.id, slot.id],
          text: `${other.id} and ${slot.id} are exporting at the same time: the work is done twice.`,
        };
      },
    };
  },
};

function isWorking({ status, observation: { service } }: Slot): boolean {
  return status === 'up' && service?.kind === 'server' && service.exporting?.phase === 'working';
}
