import type { NodeId } from '../../program';
import { hasWrite } from '../history';
import { ReadHistory, type ReadMemory } from '../read-history';
import { inShort, type RegisterWatcher, type Watched } from './watcher';

/** That a read returns nothing older than what was acknowledged before it began. */
export function staleReads(saved?: unknown): RegisterWatcher {
  const reads = new ReadHistory(saved as ReadMemory | undefined);
  return {
    save: () => reads.save(),
    after({ id, incarnation, observation: { service } }, members, _words, atUs) {
      if (service?.kind !== 'client') return null;
      const read = reads.take(id, incarnation, service, atUs);
      if (read === null || read.missed.length === 0) return null;
      const { by, number, missed } = read;
      const earlier = whoHolds(members, missed[0]!, by);
      const who = earlier[0] === undefined ? 'had been acknowledged' : `${earlier[0]} had acknowledged`;
      return {
        witnesses: [...earlier, by, id],
        text: `${by} answers read ${number} of ${id} without ${inShort(missed)}, which ${who} before that read began: a stale read.`,
      };
    },
  };
}

/** The first of the others that told a client of that write, or else that holds it. */
function whoHolds(members: readonly Watched[], write: string, reader: NodeId): readonly NodeId[] {
  const [client, number] = write.split('#') as [string, string];
  const others = members.flatMap(({ id, observation: { service } }) =>
    id !== reader && service?.kind === 'server' && service.register !== null
      ? [{ id, ...service.register }]
      : [],
  );
  const found =
    others.find(({ confirmed }) => hasWrite(confirmed, client, Number(number))) ??
    others.find(({ history }) => hasWrite(history, client, Number(number)));
  return found === undefined ? [] : [found.id];
}
