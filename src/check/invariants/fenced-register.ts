import type { RegisterObservation } from '../../core/service';
import type { Invariant, Watcher } from '../invariant';

/** Of one copy: the token that it was taken under, the highest one that its node had seen, and what it holds. */
type Seen = Pick<RegisterObservation, 'token' | 'fence' | 'value' | 'history'>;

export const fencedRegister: Invariant = {
  id: 'fencedRegister',
  title: 'No stale write gets through',
  sentence: 'No copy of the register takes a write whose token is below the highest that it has seen.',
  source: 'the fencing tokens of Kleppmann, "How to do distributed locking" (2016)',
  appliesTo: ({ spec }) => spec.clients > 0,
  watch(saved): Watcher {
    const byNode = new Map((saved as [number, Seen][] | undefined) ?? []);
    return {
      save: () => [...byNode],
      after(world, node) {
        const slot = world.slots[node]!;
        const { service } = slot.observation;
        if (service?.kind !== 'server' || service.register === null) return null;
        const { token, fence, value, history } = service.register;
        const before = byNode.get(node);
        const taken =
          before === undefined ||
          before.token !== token ||
          before.value !== value ||
          before.history !== history;
        if (!taken && before.fence === fence) return null;
        byNode.set(node, { token, fence, value, history });
        // A fence that fell was wiped with its disk: what that copy saw is gone.
        if (before === undefined || !taken || fence < before.fence || token >= before.fence) return null;
        return {
          witnesses: [slot.id],
          text: `${slot.id} took a write with token ${token} after it had seen token ${before.fence}: a deposed leader overwrote newer data.`,
        };
      },
    };
  },
};
