import type { NodeId } from '../../program';
import type { RegisterObservation } from '../../service';
import type { RegisterWatcher } from './watcher';

/** Of one copy: the token that it was taken under, the highest one that its node had seen, and what it holds. */
type Seen = Pick<RegisterObservation, 'token' | 'fence' | 'value' | 'history'>;

interface Memory {
  readonly seen: readonly (readonly [node: number, Seen])[];
  readonly leaders: readonly (readonly [token: number, NodeId | null])[];
}

/** That no copy takes a write whose token is below the highest that it has seen. */
export function staleWrites(saved?: unknown): RegisterWatcher {
  const { seen, leaders } = (saved as Memory | undefined) ?? { seen: [], leaders: [] };
  const byNode = new Map(seen);
  /** Whose copies each token marks; null where two had the same. */
  const leaderOf = new Map(leaders);
  return {
    save: (): Memory => ({ seen: [...byNode], leaders: [...leaderOf] }),
    after({ id, index, observation }, _members, words) {
      const { service } = observation;
      if (service?.kind !== 'server' || service.register === null) return null;
      const { token, fence, value, history } = service.register;
      const { role, epoch, reign } = observation;
      if (role === 'primary' && token === (reign ?? epoch)) {
        const known = leaderOf.get(token);
        leaderOf.set(token, known === undefined || known === id ? id : null);
      }
      const before = byNode.get(index);
      const taken =
        before === undefined ||
        before.token !== token ||
        before.value !== value ||
        before.history !== history;
      if (!taken && before.fence === fence) return null;
      byNode.set(index, { token, fence, value, history });
      // A fence that fell was wiped with its disk: what that copy saw is gone.
      if (before === undefined || !taken || fence < before.fence || token >= before.fence) return null;
      const word = words.epoch;
      const leader = leaderOf.get(token);
      const whose = leader === id ? 'of its own ' : leader ? `of ${leader} ` : '';
      return {
        witnesses: leader ? [leader, id] : [id],
        text:
          `${id} took a write ${whose}with ${word} ${token} after it had seen ${word} ${before.fence}: ` +
          'a deposed leader overwrote newer data.',
      };
    },
  };
}
