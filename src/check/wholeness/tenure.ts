/**
 * Who leads, since when, and what it held a while ago. Of a cluster that is whole, everybody else holds at least that:
 * what came later may be on its way.
 */
import type { World } from '../../sim/cluster/world';
import type { Slot } from '../../sim/cluster/slot';

/** What a leader had of the register. */
export interface Held {
  readonly dataEpoch: number;
  readonly offset: number;
  readonly history: string;
}

export interface TenureState {
  /** The place of the node that leads, or was the last to lead; −1 before the first one. */
  leader: number;
  /** The first epoch of its primacy. */
  reign: number;
  sinceUs: number;
  /** At least one miss ago, under the same reign; null where the reign is younger, or there is no data. */
  longAgo: Held | null;
  lately: Held | null;
  latelyUs: number;
  /** When it was last seen to do anything. */
  steppedUs: number;
}

export class Tenure {
  private readonly state: TenureState;
  private missedFor: World['config'] | null = null;
  private missedUs = 0;

  constructor(saved?: TenureState) {
    this.state = saved === undefined ? { ...NOBODY } : { ...saved };
  }

  save(): TenureState {
    return { ...this.state };
  }

  /** What it takes to miss a leader, in the settings of now: microseconds. */
  missUs({ config, protocol }: World): number {
    if (this.missedFor !== config) {
      this.missedFor = config;
      this.missedUs = protocol.missedAfterMs(config) * 1000;
    }
    return this.missedUs;
  }

  get sinceUs(): number {
    return this.state.sinceUs;
  }

  get longAgo(): Held | null {
    return this.state.longAgo;
  }

  /** Null before the first leader. It may have ceased to be one. */
  leaderIn(world: World): Slot | null {
    return world.slots[this.state.leader] ?? null;
  }

  /** To be told of every step; whether it made somebody the leader who was not, or is it anew. */
  after(world: World, node: number, atUs: number): boolean {
    const slot = world.slots[node]!;
    const { observation } = slot;
    if (slot.part !== 'node' || observation.role !== 'primary' || slot.status !== 'up') return false;
    const { state } = this;
    const reign = observation.reign ?? observation.epoch;
    if (node !== state.leader || reign !== state.reign) {
      // One that was overtaken and does not know it yet is nobody's leader, unless nobody else is.
      const before = world.slots[state.leader];
      const stands =
        before?.status === 'up' && before.observation.role === 'primary' && node !== state.leader;
      if (stands && reign < state.reign) return false;
      const lately = heldBy(slot);
      Object.assign(state, {
        leader: node,
        reign,
        sinceUs: atUs,
        longAgo: null,
        lately,
        latelyUs: atUs,
        steppedUs: atUs,
      });
      return true;
    }
    state.steppedUs = atUs;
    this.remember(world, atUs);
    return false;
  }

  /** Moves what is remembered of the leader's data on; also where nothing happened for long. */
  remember(world: World, atUs: number): void {
    const { state } = this;
    const leader = world.slots[state.leader];
    const missUs = this.missUs(world);
    if (leader === undefined || atUs - state.latelyUs < missUs) return;
    const now = heldBy(leader);
    // What it holds now it has held for as long as it did nothing.
    state.longAgo = atUs - state.steppedUs >= missUs ? now : state.lately;
    state.lately = now;
    state.latelyUs = atUs;
  }
}

const NOBODY: TenureState = {
  leader: -1,
  reign: -1,
  sinceUs: 0,
  longAgo: null,
  lately: null,
  latelyUs: 0,
  steppedUs: 0,
};

/** Null where there is no data. */
export function heldBy({ observation }: Slot): Held | null {
  const { service, dataEpoch, replOffset: offset } = observation;
  if (service?.kind !== 'server' || service.register === null) return null;
  return { dataEpoch, offset, history: service.register.history };
}
