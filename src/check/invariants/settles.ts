import { listed } from '../../core/words';
import type { Slot } from '../../sim/cluster/slot';
import type { World } from '../../sim/cluster/world';
import type { Finding, Invariant, Watcher } from '../invariant';
import { durationWords, electorate, isAnyBroken, networkFault, storeOf } from '../wholeness/broken';
import { Calm, type CalmState } from '../wholeness/calm';
import { Tenure, type TenureState } from '../wholeness/tenure';
import { isWhole, lackOf } from '../wholeness/whole';

/** In units of what it takes to miss a leader: several failed candidacies with their backoffs fit in. */
export const SETTLES_WITHIN_MISSES = 15;
/** So many leaders in that time, one after another, are no accident: none of them lasts. */
const FLAPPING = 3;

interface Memory {
  readonly calm: CalmState;
  readonly tenure: TenureState;
  /** Whether it was seen whole since something was done to it. */
  hasSettled: boolean;
  /** It is due to be seen whole, and is looked at until it is. */
  isWaiting: boolean;
  /** When it is judged; Infinity for not before something is done again. */
  untilUs: number;
  /** Who came to lead since it was last seen whole, in order, by place. */
  leaders: number[];
}

/**
 * Judged for the first time a while after the last fault, and again each time the same time has passed: what settled
 * once may fall apart. Where something is broken that an election takes, the judgement waits until it no longer is.
 * Source: liveness under partial synchrony: Dwork, Lynch and Stockmeyer (1988).
 */
export const settles: Invariant = {
  id: 'settles',
  title: 'It settles once faults stop',
  sentence:
    'When nothing is broken any more, one node leads and goes on leading, every node that is up follows it, and their data keeps up, within fifteen times what it takes to miss a leader.',
  note: true,
  watch: (saved) => new Settling(saved as Memory | undefined),
};

class Settling implements Watcher {
  private readonly calm: Calm;
  private readonly tenure: Tenure;
  private memory: Omit<Memory, 'calm' | 'tenure'>;
  private begun: boolean;

  constructor(saved: Memory | undefined) {
    this.calm = new Calm(saved?.calm);
    this.tenure = new Tenure(saved?.tenure);
    this.begun = saved !== undefined;
    const { hasSettled = false, isWaiting = true, untilUs = Infinity, leaders = [] } = saved ?? {};
    this.memory = { hasSettled, isWaiting, untilUs, leaders: [...leaders] };
  }

  save(): Memory {
    const { calm, tenure, memory } = this;
    return { calm: calm.save(), tenure: tenure.save(), ...memory, leaders: [...memory.leaders] };
  }

  nextLookUs(): number {
    return this.memory.untilUs;
  }

  after(world: World, node: number, atUs: number): null {
    const { memory, tenure } = this;
    this.heed(world, atUs);
    if (tenure.after(world, node, atUs)) memory.leaders.push(node);
    // What was done last must have had its effect first.
    const isTime = memory.isWaiting && atUs >= this.calm.sinceUs + tenure.missUs(world);
    if (isTime && isWhole(world, tenure, atUs)) this.sawWhole(world, atUs);
    return null;
  }

  look(world: World, atUs: number): Finding | null {
    const { memory, tenure } = this;
    this.heed(world, atUs);
    if (memory.untilUs > atUs) return null;
    if (!isJudged(world)) {
      memory.untilUs = Infinity;
      return null;
    }
    if (memory.leaders.length < FLAPPING) {
      if (isWhole(world, tenure, atUs)) {
        this.sawWhole(world, atUs);
        return null;
      }
      if (!memory.isWaiting) {
        // It has the same time once more to come together again.
        memory.isWaiting = true;
        memory.untilUs = atUs + this.spanUs(world);
        return null;
      }
    }
    memory.untilUs = Infinity;
    return this.finding(world, atUs);
  }

  private spanUs(world: World): number {
    return SETTLES_WITHIN_MISSES * this.tenure.missUs(world);
  }

  /** Counts anew from what was done last. */
  private heed(world: World, atUs: number): void {
    if (!this.calm.ended(world, atUs) && this.begun) return;
    this.begun = true;
    const untilUs = this.calm.sinceUs + this.spanUs(world);
    Object.assign(this.memory, { hasSettled: false, isWaiting: true, untilUs, leaders: [] });
  }

  private sawWhole(world: World, atUs: number): void {
    const untilUs = atUs + this.spanUs(world);
    Object.assign(this.memory, { hasSettled: true, isWaiting: false, untilUs, leaders: [] });
  }

  private finding(world: World, atUs: number): Finding {
    const { memory, calm, tenure } = this;
    const lack = lackOf(world, tenure, atUs);
    const known = circumstances(world, (atUs - calm.sinceUs) / 1000);
    const before = memory.hasSettled ? 'it had settled, but now ' : '';
    if (memory.leaders.length < FLAPPING) {
      return { witnesses: lack?.witnesses ?? [], text: `${known}, and ${before}${lack?.text ?? ''}.` };
    }
    const ids = memory.leaders.map((place) => world.slots[place]!.id);
    const now = lack === null ? '' : `; now ${lack.text}`;
    return {
      witnesses: [...new Set(ids)],
      text: `${known}, and no leader lasts: ${ids.length} reigns of ${listed([...new Set(ids)])}${now}.`,
    };
  }
}

/** Somebody could be elected, as far as the world around them is concerned. */
function isJudged(world: World): boolean {
  const members = electorate(world).filter(({ status }) => status === 'up');
  const nodes = members.filter(({ part }) => part === 'node').length;
  const store = storeOf(world);
  const areEnough = store === null ? 2 * nodes > world.run.nodes.length : nodes > 0 && store.status === 'up';
  return areEnough && !isAnyBroken(world, members);
}

/** What is broken, what is not, and for how long: the beginning of a sentence. */
function circumstances(world: World, forMs: number): string {
  const away = electorate(world)
    .filter(({ status }) => status !== 'up')
    .map(awayWords);
  const { network } = world.links;
  const fault = networkFault(network, world.protocol.missedAfterMs(world.config));
  const but = fault === null ? '' : ` but the network itself, which ${fault}`;
  const nothing = `or ${durationWords(forMs)} nothing is broken${placeWords(world, away.length)}${but}`;
  return away.length === 0 ? `F${nothing}` : `${listed(away)}; f${nothing}`;
}

function placeWords(world: World, away: number): string {
  const hasStore = storeOf(world) !== null;
  if (world.run.nodes.length === 1 && !hasStore) return '';
  if (away > 0) return hasStore ? ' between the others and the store' : ' between the others';
  return hasStore ? ' between the nodes and the store' : ' between the nodes';
}

const awayWords = ({ id, status }: Slot): string => `${id} is ${status === 'frozen' ? 'frozen' : 'down'}`;
