import type { Slot } from '../../sim/cluster/slot';
import type { World } from '../../sim/cluster/world';
import type { Finding, Invariant, Watcher } from '../invariant';
import { durationWords, isAnyBroken, storeOf } from '../wholeness/broken';
import { Calm, type CalmState } from '../wholeness/calm';
import { Tenure, type TenureState } from '../wholeness/tenure';
import { apartWords, whyApart } from '../wholeness/whole';

/** In units of what it takes to miss a leader: once to hear who leads, and some more for data to be sent again. */
export const WHOLE_WITHIN_MISSES = 5;

interface Memory {
  readonly calm: CalmState;
  readonly tenure: TenureState;
  readonly standings: readonly Standing[];
}

/** Of one node. */
interface Standing {
  /** Nothing was done to it or to who leads, and nobody else came to lead, since then. */
  fromUs: number;
  /** It is due to be seen taking part. */
  isDue: boolean;
  /** When it is judged if it is due, and looked at if it is not. */
  untilUs: number;
}

/**
 * Of each node by itself, whatever is broken elsewhere: while one node leads without a break, a node that is up, and
 * that nothing separates from it, takes part, soon, and goes on. A node that does not is one less than people count on;
 * it is missed only when the next one fails.
 * Source: liveness of every replica, as the simulator of TigerBeetle requires it once a majority is healed.
 */
export const wholeAgain: Invariant = {
  id: 'wholeAgain',
  title: 'Whole again',
  sentence:
    'A node that is up and reachable follows the one that leads, grants to it and keeps up with its data, within five times what it takes to miss a leader.',
  note: true,
  watch: (saved) => new Returning(saved as Memory | undefined),
};

class Returning implements Watcher {
  private readonly calm: Calm;
  private readonly tenure: Tenure;
  /** By place; the nodes are the first of all members. */
  private readonly standings: Standing[];
  private lookUs = Infinity;
  private begun: boolean;

  constructor(saved: Memory | undefined) {
    this.calm = new Calm(saved?.calm);
    this.tenure = new Tenure(saved?.tenure);
    this.standings = (saved?.standings ?? []).map((standing) => ({ ...standing }));
    this.begun = saved !== undefined;
    this.plan();
  }

  save(): Memory {
    const { calm, tenure, standings } = this;
    return {
      calm: calm.save(),
      tenure: tenure.save(),
      standings: standings.map((standing) => ({ ...standing })),
    };
  }

  nextLookUs(): number {
    return this.lookUs;
  }

  after(world: World, node: number, atUs: number): null {
    const wasDone = this.calm.ended(world, atUs) || !this.begun;
    const isAnew = this.tenure.after(world, node, atUs);
    if (wasDone || isAnew) this.countAnew(world, atUs);
    const standing = this.standings[node];
    const leader = this.tenure.leaderIn(world);
    // What was done to it last must have had its effect first.
    if (standing?.isDue !== true || leader === null || atUs < standing.fromUs + this.tenure.missUs(world)) {
      return null;
    }
    if (whyApart(world.slots[node]!, leader, this.tenure.longAgo) === null)
      this.tookPart(world, standing, atUs);
    return null;
  }

  look(world: World, atUs: number): Finding | null {
    if (this.calm.ended(world, atUs)) this.countAnew(world, atUs);
    const leader = this.tenure.leaderIn(world);
    for (let place = 0; place < this.standings.length; place += 1) {
      const standing = this.standings[place]!;
      if (standing.untilUs > atUs) continue;
      const finding = this.judge(world, world.slots[place]!, standing, leader, atUs);
      if (finding !== null) return finding;
    }
    this.plan();
    return null;
  }

  private judge(
    world: World,
    slot: Slot,
    standing: Standing,
    leader: Slot | null,
    atUs: number,
  ): Finding | null {
    standing.untilUs = atUs + this.spanUs(world);
    const members = [slot, leader, storeOf(world)].filter((one) => one !== null);
    // A cluster that nobody leads is another property's concern.
    if (leader === null || !leader.hasAuthority(atUs) || isAnyBroken(world, members)) {
      standing.isDue = true;
      return null;
    }
    this.tenure.remember(world, atUs);
    const why = whyApart(slot, leader, this.tenure.longAgo);
    if (why === null || !standing.isDue) {
      // If it stopped taking part, it has the same time once more.
      standing.isDue = why !== null;
      return null;
    }
    this.lookUs = Infinity;
    const since = durationWords((atUs - standing.fromUs) / 1000);
    const apart = apartWords(why, [slot], leader, this.tenure.longAgo);
    return {
      witnesses: [slot.id, leader.id],
      text: `Nothing has stood between ${slot.id} and ${leader.id} for ${since}, and still ${apart}.`,
    };
  }

  private tookPart(world: World, standing: Standing, atUs: number): void {
    standing.isDue = false;
    standing.untilUs = atUs + this.spanUs(world);
    this.plan();
  }

  /** For whom something was done to it, or to who leads, or somebody else leads. */
  private countAnew(world: World, atUs: number): void {
    const { calm, tenure, standings } = this;
    this.begun = true;
    const leader = tenure.leaderIn(world);
    const leaderUs = leader === null ? 0 : Math.max(calm.memberSinceUs(leader), tenure.sinceUs);
    for (const slot of world.slots) {
      if (slot.part !== 'node') continue;
      const fromUs = Math.max(calm.memberSinceUs(slot), leaderUs);
      const standing = standings[slot.index];
      if (standing !== undefined && standing.fromUs >= fromUs) continue;
      standings[slot.index] = { fromUs, isDue: true, untilUs: Math.max(fromUs, atUs) + this.spanUs(world) };
    }
    this.plan();
  }

  private spanUs(world: World): number {
    return WHOLE_WITHIN_MISSES * this.tenure.missUs(world);
  }

  private plan(): void {
    this.lookUs = Infinity;
    for (const { untilUs } of this.standings) if (untilUs < this.lookUs) this.lookUs = untilUs;
  }
}
