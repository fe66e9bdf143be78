import type { NodeId } from '../../core/program';
import type { RegisterObservation } from '../../core/service';
import type { Invariant, Watcher } from '../invariant';

/** Of one copy: the token that it was taken under, the highest one that its node had seen, and what it holds. */
type Seen = Pick<RegisterObservation, 'token' | 'fence' | 'value' | 'history'>;

interface Memory {
  readonly seen: readonly (readonly [node: number, Seen])[];
  readonly leaders: readonly (readonly [token: number, NodeId | null])[];
}

export const fencedRegister: Invariant = {
  id: 'fencedRegister',
  title: 'No stale write gets through',
  sentence: 'No copy of the register takes a write whose epoch is below the highest that it has seen.',
  source: 'the fencing tokens of Kleppmann, "How to do distributed locking" (2016)',
  appliesTo: ({ spec, replicatesLog }) => spec.clients > 0 && replicatesLog !== true,
  ofData: true,
  watch(saved): Watcher {
    const { seen, leaders } = (saved as Memory | undefined) ?? { seen: [], leaders: [] };
    const byNode = new Map(seen);
    /** Whose copies each token marks; null where two had the same. */
    const leaderOf = new Map(leaders);
    return {
      save: (): Memory => ({ seen: [...byNode], leaders: [...leaderOf] }),
      after(world, node) {
        const slot = world.slots[node]!;
        const { service } = slot.observation;
        if (service?.kind !== 'server' || service.register === null) return null;
        const { token, fence, value, history } = service.register;
        const { role, epoch, reign } = slot.observation;
        if (role === 'primary' && token === (reign ?? epoch)) {
          const known = leaderOf.get(token);
          leaderOf.set(token, known === undefined || known === slot.id ? slot.id : null);
        }
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
        const word = world.protocol.words.epoch;
        const leader = leaderOf.get(token);
        const whose = leader === slot.id ? 'of its own ' : leader ? `of ${leader} ` : '';
        return {
          witnesses: leader ? [leader, slot.id] : [slot.id],
          text:
            `${slot.id} took a write ${whose}with ${word} ${token} after it had seen ${word} ${before.fence}: ` +
            'a deposed leader overwrote newer data.',
        };
      },
    };
  },
};
