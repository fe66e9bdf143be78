import type { NodeId } from '../../program';
import { hasWrite, missingWrites, unionOf } from '../history';
import { inShort, type RegisterWatcher, type Watched } from './watcher';

interface Memory {
  /** All that was ever confirmed to a client, by anybody. */
  confirmed: string;
  /** How far in the log that was, at most; 0 where there is none. */
  confirmedAt: number;
  /** By node: what it last said of itself. */
  readonly byNode: Record<number, string>;
}

/** That what was acknowledged to a client is in everything that is acknowledged later. */
export function lostWrites(saved?: unknown): RegisterWatcher {
  const memory = copyMemory(saved as Memory | undefined);
  return {
    save: () => copyMemory(memory),
    after({ id, index, observation: { service } }, members) {
      if (service?.kind !== 'server' || service.register === null) return null;
      const { confirmed, confirmedAt = 0 } = service.register;
      if (confirmed === '' || memory.byNode[index] === confirmed) return null;
      memory.byNode[index] = confirmed;
      // Who was behind in the log lacks what was decided further on, and nothing else.
      const isBehind = confirmedAt < memory.confirmedAt;
      const lost = isBehind
        ? missingWrites(memory.confirmed, confirmed)
        : missingWrites(confirmed, memory.confirmed);
      memory.confirmed = unionOf(memory.confirmed, confirmed);
      memory.confirmedAt = Math.max(memory.confirmedAt, confirmedAt);
      if (lost.length === 0) return null;
      const which = inShort(lost);
      if (isBehind) {
        return {
          witnesses: [id],
          text: `${id} acknowledges ${which}, and what was acknowledged before, further on in the log, is without: acknowledged, and lost.`,
        };
      }
      const earlier = whoConfirmed(members, memory.byNode, lost[0]!, id);
      return {
        witnesses: [...earlier, id],
        text:
          `${id} acknowledges writes on data without ${which}, which ${earlier[0] ?? 'it'} had acknowledged before: ` +
          'acknowledged, and then lost.',
      };
    },
  };
}

/** The first of the others that told a client of that write; none where only that node itself did. */
function whoConfirmed(
  members: readonly Watched[],
  byNode: Memory['byNode'],
  write: string,
  taker: NodeId,
): readonly NodeId[] {
  const [client, number] = write.split('#') as [string, string];
  const found = members.find(
    ({ id, index }) => id !== taker && hasWrite(byNode[index] ?? '', client, Number(number)),
  );
  return found === undefined ? [] : [found.id];
}

const copyMemory = (memory: Memory | undefined): Memory => ({
  confirmed: memory?.confirmed ?? '',
  confirmedAt: memory?.confirmedAt ?? 0,
  byNode: { ...memory?.byNode },
});
