import type { Invariant, Watcher } from '../invariant';

export const fencedRegister: Invariant = {
  id: 'fencedRegister',
  title: 'No stale write gets through',
  sentence: 'No copy of the register takes a write whose token is below the highest that it has seen.',
  source: 'the fencing tokens of Kleppmann, "How to do distributed locking" (2016)',
  appliesTo: ({ spec }) => spec.clients > 0,
  watch(saved): Watcher {
    /** By node: the token of its copy, and the highest one that it had seen. */
    const seen = new Map((saved as [number, { token: number; fence: number }][] | undefined) ?? []);
    return {
      save: () => [...seen],
      after(world, node) {
        const slot = world.slots[node]!;
        const { service } = slot.observation;
        if (service?.kind !== 'server' || service.register === null) return null;
        const { token, fence } = service.register;
        const before = seen.get(node);
        if (before?.token === token && before.fence === fence) return null;
        seen.set(node, { token, fence });
        // A fence that fell was wiped with its disk: what that copy saw is gone.
        if (before === undefined || token === before.token || fence < before.fence) return null;
        if (token >= before.fence) return null;
        return {
          witnesses: [slot.id],
          text: `${slot.id} took a write with token ${token} after it had seen token ${before.fence}: a deposed leader overwrote newer data.`,
        };
      },
    };
  },
};
