import type { NodeId } from '../../core/program';
import type { ReadHistory, ReadMemory } from '../../core/register/read-history';
import { packNamed } from '../../core/registry';
import type { World } from '../../sim/cluster/world';
import type { Invariant, Watcher } from '../invariant';

export const noStaleRead: Invariant = {
  id: 'noStaleRead',
  title: 'No stale read',
  sentence: 'A read returns nothing older than what was acknowledged to a client before that read began.',
  source: 'Herlihy and Wing, "Linearizability: A Correctness Condition for Concurrent Objects" (1990)',
  appliesTo: ({ spec }) => spec.clients > 0,
  ofData: true,
  watch(saved): Watcher {
    let reads: ReadHistory | null = null;
    return {
      save: () => reads?.save() ?? saved,
      after(world, node, atUs) {
        const { id, incarnation, part, observation } = world.slots[node]!;
        const { service } = observation;
        if (part !== 'client' || service?.kind !== 'client') return null;
        reads ??= packNamed('register').createReadHistory(saved as ReadMemory | undefined);
        const read = reads.take(id, incarnation, service, atUs);
        if (read === null || read.missed.length === 0) return null;
        const { by, number, missed } = read;
        const which = missed.length > 3 ? `${missed.slice(0, 3).join(', ')}, …` : missed.join(', ');
        const earlier = whoHolds(world, missed[0]!, by);
        const who = earlier[0] === undefined ? 'had been acknowledged' : `${earlier[0]} had acknowledged`;
        return {
          witnesses: [...earlier, by, id],
          text: `${by} answers read ${number} of ${id} without ${which}, which ${who} before that read began: a stale read.`,
        };
      },
    };
  },
};

/** The first of the others that told a client of that write, or else that holds it. */
function whoHolds({ slots }: World, write: string, reader: NodeId): readonly NodeId[] {
  const [client, number] = write.split('#') as [string, string];
  const { hasWrite } = packNamed('register').histories;
  const others = slots.flatMap(({ id, observation: { service } }) =>
    id !== reader && service?.kind === 'server' && service.register !== null
      ? [{ id, ...service.register }]
      : [],
  );
  const found =
    others.find(({ confirmed }) => hasWrite(confirmed, client, Number(number))) ??
    others.find(({ history }) => hasWrite(history, client, Number(number)));
  return found === undefined ? [] : [found.id];
}
