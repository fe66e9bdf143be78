import type { AnyProtocol, Config } from '../../core/protocol';
import type { Invariant, Watcher } from '../invariant';

function whyNotPromised({ promisesOneAuthority }: AnyProtocol, config: Config): string | null {
  const promise = promisesOneAuthority?.(config) ?? true;
  return promise === true ? null : promise;
}

/** Source: the leader lease of Gray and Cheriton, "Leases" (1989), as the quorum lease of this protocol uses it. */
export const oneAuthority: Invariant = {
  id: 'oneAuthority',
  title: 'One authority at any instant',
  sentence: 'At no instant may two nodes act as the leader, each by its own clock.',
  // A lease that is read on wall clocks ends when each of them says so, and is taken from who still believes in it.
  isPromisedBy: ({ store }) => store === undefined || store.promisesOneAuthority === true,
  whyNotPromised,
  watch(): Watcher {
    return {
      save: () => null,
      /** An authority begins or grows only in a step of its own node, so looking then is looking always. */
      after(world, node, atUs) {
        const slot = world.slots[node]!;
        if (!slot.hasAuthority(atUs)) return null;
        const { protocol, config } = world;
        const isPromised = whyNotPromised(protocol, config) === null;
        // Where there is no lease to be taken nothing rests on authority that was not promised.
        if (!isPromised && protocol.store === undefined) return null;
        const other = world.slots.find((candidate) => candidate !== slot && candidate.hasAuthority(atUs));
        if (other === undefined) return null;
        const isPreempted = !isPromised && protocol.store?.preempts?.(slot.disk, other.disk) === true;
        const word = world.protocol.words.epoch;
        return {
          ...(isPreempted && { isNote: true }),
          witnesses: [other.id, slot.id],
          text:
            `${other.id} (${word} ${other.observation.epoch}) and ${slot.id} (${word} ${slot.observation.epoch}) ` +
            'may both act as the leader at this instant: a split brain.',
        };
      },
    };
  },
};
