import type { World } from '../../sim/cluster/world';
import type { Invariant, Watcher } from '../invariant';

/** In units of what it takes to miss a leader: several failed candidacies with their backoffs fit in. */
const MISSES = 15;

interface Memory {
  /** The last fault, past or to come, that it counts from. */
  fromUs: number;
  settled: boolean;
  /** It was said already that the cluster did not settle after that fault. */
  judged: boolean;
  /** When it will be judged; Infinity for never. */
  untilUs: number;
}

export const settles: Invariant = {
  id: 'settles',
  title: 'It settles once faults stop',
  sentence:
    'When nothing is broken any more, there is one authority that every node knows, within fifteen times what it takes to miss a leader.',
  source: 'liveness under partial synchrony: Dwork, Lynch and Stockmeyer (1988)',
  note: true,
  watch(saved): Watcher {
    const memory: Memory = {
      ...{ fromUs: -1, settled: false, judged: false, untilUs: Infinity },
      ...(saved as Memory | undefined),
    };
    const count = (world: World): void => {
      const last = world.faultsSoFar.at(-1);
      const fromUs = last === undefined ? 0 : Math.round(last.atMs * 1000);
      if (fromUs !== memory.fromUs) Object.assign(memory, { fromUs, settled: false, judged: false });
      const missedAfterUs = world.protocol.missedAfterMs(world.config) * 1000;
      memory.untilUs = memory.settled || memory.judged ? Infinity : fromUs + MISSES * missedAfterUs;
    };
    return {
      save: () => ({ ...memory }),
      nextLookUs: () => memory.untilUs,
      after(world, _node, atUs) {
        count(world);
        if (atUs >= memory.fromUs && !memory.settled && hasOneKnownAuthority(world, atUs)) {
          memory.settled = true;
          memory.untilUs = Infinity;
        }
        return null;
      },
      look(world, atUs) {
        count(world);
        if (memory.untilUs > atUs) return null;
        memory.judged = true;
        memory.untilUs = Infinity;
        if (!isWhole(world)) return null;
        const leaders = world.slots.filter((slot) => slot.hasAuthority(atUs)).map(({ id }) => id);
        const seconds = (atUs - memory.fromUs) / 1_000_000;
        return {
          witnesses: leaders,
          text:
            `Nothing is broken for ${seconds} s, and ` +
            (leaders.length === 0
              ? 'nobody has authority.'
              : leaders.length === 1
                ? `not every node knows that ${leaders[0]} leads.`
                : `${leaders.join(' and ')} have authority.`),
        };
      },
    };
  },
};

function hasOneKnownAuthority(world: World, atUs: number): boolean {
  const leaders = world.slots.filter((slot) => slot.hasAuthority(atUs));
  if (leaders.length !== 1) return false;
  const leader = leaders[0]!.id;
  return world.slots.every(
    (slot) => slot.part !== 'node' || slot.status !== 'up' || slot.observation.primary === leader,
  );
}

function isWhole(world: World): boolean {
  let whole = world.slots.every(({ status }) => status === 'up');
  world.links.each((link) => (whole &&= !link.cut));
  return whole;
}
