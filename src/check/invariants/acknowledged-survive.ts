import type { NodeId } from '../../core/program';
import { packNamed } from '../../core/registry';
import type { World } from '../../sim/cluster/world';
import type { Invariant, Watcher } from '../invariant';

interface Memory {
  /** All that was ever confirmed to a client, by anybody. */
  confirmed: string;
  /** How far in the log that was, at most; 0 where there is none. */
  confirmedAt: number;
  /** By node: what it last said of itself. */
  readonly byNode: Record<number, string>;
}

export const acknowledgedSurvive: Invariant = {
  id: 'acknowledgedSurvive',
  title: 'Acknowledged writes survive',
  sentence: 'What was acknowledged to a client is in everything that is acknowledged later.',
  source:
    'Leader Completeness in Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014)',
  appliesTo: ({ spec }) => spec.clients > 0,
  ofData: true,
  watch(saved): Watcher {
    const memory: Memory = structuredCopy(saved as Memory | undefined);
    return {
      save: () => structuredCopy(memory),
      after(world, node) {
        const slot = world.slots[node]!;
        const { service } = slot.observation;
        if (service?.kind !== 'server' || service.register === null) return null;
        const { confirmed, confirmedAt = 0 } = service.register;
        if (confirmed === '' || memory.byNode[node] === confirmed) return null;
        memory.byNode[node] = confirmed;
        const { missingWrites, unionOf } = packNamed('register').histories;
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
            witnesses: [slot.id],
            text: `${slot.id} acknowledges ${which}, and what was acknowledged before, further on in the log, is without: acknowledged, and lost.`,
          };
        }
        const earlier = whoConfirmed(world, memory.byNode, lost[0]!, slot.id);
        return {
          witnesses: [...earlier, slot.id],
          text:
            `${slot.id} acknowledges writes on data without ${which}, which ${earlier[0] ?? 'it'} had acknowledged before: ` +
            'acknowledged, and then lost.',
        };
      },
    };
  },
};

/** The first of the others that told a client of that write; none where only that node itself did. */
function whoConfirmed(
  { slots }: World,
  byNode: Memory['byNode'],
  write: string,
  taker: NodeId,
): readonly NodeId[] {
  const [client, number] = write.split('#') as [string, string];
  const { hasWrite } = packNamed('register').histories;
  const found = slots.find(
    ({ id, index }) => id !== taker && hasWrite(byNode[index] ?? '', client, Number(number)),
  );
  return found === undefined ? [] : [found.id];
}

function structuredCopy(memory: Memory | undefined): Memory {
  return {
    confirmed: memory?.confirmed ?? '',
    confirmedAt: memory?.confirmedAt ?? 0,
    byNode: { ...memory?.byNode },
  };
}

const inShort = (lost: readonly string[]): string =>
  lost.length > 3 ? `${lost.slice(0, 3).join(', ')}, …` : lost.join(', ');
