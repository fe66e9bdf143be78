/**
 * What the lab measures: one failover, or a while in which nothing fails. Everything follows from setup and seed, runs
 * in the caller's thread, and ends: who gets nowhere is given up after a stated time.
 */
import type { NodeId } from '../../core/program';
import { advance } from '../../sim/cluster/advance';
import { World } from '../../sim/cluster/world';
import { InlineHost } from '../../sim/inline-host';
import { AuthorityMeter } from './authority-meter';
import { paceOf, trialRun, type LabSetup, type Pace } from './setup';

/** How the leader fails: its process dies, or it goes on and nothing reaches or leaves it any more. */
export type Failure = 'kill' | 'cutOff';

export const FAILURES: readonly Failure[] = ['kill', 'cutOff'];

/** All times are virtual, in whole microseconds. */
export interface Trial {
  readonly seed: number;
  /** `unsettled`: nobody led afterwards in time. `unsteady`: no leader ever lasted long enough to be taken away. */
  readonly outcome: 'settled' | 'unsettled' | 'unsteady';
  /** Who failed, and when since the start; null and 0 if nobody did. */
  readonly leader: NodeId | null;
  readonly failedAtUs: number;
  /** Who led next; null for nobody. */
  readonly successor: NodeId | null;
  /** From the failure to the next authority, the old leader's own left out; if there was none, how long it was waited for. */
  readonly failoverUs: number;
  /** From the failure on, for `observedUs`: the failover, and as long again as a leader takes to be missed. */
  readonly observedUs: number;
  readonly withoutUs: number;
  readonly twoClaimsUs: number;
  /** Sent by anybody, copies by the network included. */
  readonly messages: number;
  /** Of an unsteady one: how often somebody began to lead, and the longest for which one led and all others knew it. */
  readonly reigns: number;
  readonly steadyUs: number;
}

/** Of a while without any fault but what the network does by itself. */
export interface QuietTrial {
  readonly seed: number;
  /** False if nobody ever led: then nothing was observed. */
  readonly led: boolean;
  readonly observedUs: number;
  /** How often another node took over, although nobody had failed. */
  readonly failovers: number;
  readonly withoutUs: number;
  readonly twoClaimsUs: number;
  readonly messages: number;
}

/** No trial takes more steps than this, whatever its numbers: each ends within seconds. */
const MOST_STEPS = 2_000_000;
const MINUTE_US = 60_000_000;

/** Throws a sentence if such a cluster cannot be. */
export function failoverTrial(setup: LabSetup, seed: number, failure: Failure = 'kill'): Trial {
  const bench = new Bench(setup, seed);
  const { world, meter, pace } = bench;
  // Steady long enough that nothing is left of its own election, then at any moment between two heartbeats.
  const steadyUs = pace.allMs * 1000 + bench.luck.below(Math.max(1, Math.floor(pace.missedMs * 1000)));
  if (!bench.reachSteady(steadyUs)) return unsteady(seed, meter);

  const leader = meter.holder as NodeId;
  const failedAtUs = world.headUs;
  const messagesBefore = world.trace.nextMessage;
  meter.reset(failedAtUs);
  world.inject(
    failure === 'kill' ? { kind: 'kill', node: leader } : { kind: 'partition', groups: [[leader]] },
  );
  const settled = bench.goOnUntil(() => meter.holder !== leader, failedAtUs + pace.patienceMs * 1000);
  const failoverUs = (settled ? meter.holderSinceUs : world.headUs) - failedAtUs;
  const successor = settled ? meter.holder : null;
  if (settled) bench.goOnTo(Math.max(world.headUs, meter.holderSinceUs + pace.missedMs * 1000));

  const { withoutUs, twoClaimsUs } = meter.read(world.headUs);
  return {
    seed,
    outcome: settled ? 'settled' : 'unsettled',
    leader,
    failedAtUs,
    successor,
    failoverUs,
    observedUs: world.headUs - failedAtUs,
    withoutUs,
    twoClaimsUs,
    messages: world.trace.nextMessage - messagesBefore,
    reigns: 0,
    steadyUs: 0,
  };
}

/** `minutes` of virtual time, above 0, from when somebody has led for a while. Throws a sentence if it cannot be. */
export function quietTrial(setup: LabSetup, seed: number, minutes: number): QuietTrial {
  const bench = new Bench(setup, seed);
  const { world, meter, pace } = bench;
  const led = bench.goOnUntil(() => meter.holder !== null, pace.patienceMs * 1000);
  if (!led) {
    return { seed, led, observedUs: 0, failovers: 0, withoutUs: 0, twoClaimsUs: 0, messages: 0 };
  }
  // The first election may have been contended; that is not what is counted here.
  bench.goOnTo(world.headUs + pace.allMs * 1000);
  const beginUs = world.headUs;
  const messagesBefore = world.trace.nextMessage;
  meter.reset(beginUs);
  bench.goOnTo(beginUs + Math.round(minutes * MINUTE_US));
  const { withoutUs, twoClaimsUs, handovers } = meter.read(world.headUs);
  return {
    seed,
    led,
    observedUs: world.headUs - beginUs,
    failovers: handovers,
    withoutUs,
    twoClaimsUs,
    messages: world.trace.nextMessage - messagesBefore,
  };
}

function unsteady(seed: number, { reigns, steadyLongestUs }: AuthorityMeter): Trial {
  return {
    seed,
    outcome: 'unsteady',
    leader: null,
    failedAtUs: 0,
    successor: null,
    failoverUs: 0,
    observedUs: 0,
    withoutUs: 0,
    twoClaimsUs: 0,
    messages: 0,
    reigns,
    steadyUs: steadyLongestUs,
  };
}

/** One cluster under the meter. */
class Bench {
  readonly meter = new AuthorityMeter();
  readonly world: World;
  readonly pace: Pace;
  readonly luck;
  private readonly host = new InlineHost();
  /** How far it goes between two looks; what is measured does not depend on it. */
  private readonly lookUs: number;

  constructor(setup: LabSetup, seed: number) {
    const { run, luck } = trialRun(setup, seed);
    this.luck = luck;
    this.pace = paceOf(setup);
    this.lookUs = Math.max(1, Math.min(1_000_000, Math.floor(this.pace.missedMs * 250)));
    this.world = new World(run, this.host, [this.meter], false);
    // Nobody reads the account of it.
    this.world.trace.mute();
  }

  get tired(): boolean {
    return this.world.stepCount >= MOST_STEPS;
  }

  /** Stops at `untilUs`, or where its steps are used up. */
  goOnTo(untilUs: number): void {
    const { world } = this;
    while (world.headUs < untilUs && !this.tired) {
      advance(world, this.host, Math.min(untilUs, world.headUs + this.lookUs));
    }
  }

  /** True as soon as a look finds it; false if that is not so at `deadlineUs`, or when its steps are used up. */
  goOnUntil(found: () => boolean, deadlineUs: number): boolean {
    const { world } = this;
    while (!found()) {
      if (world.headUs >= deadlineUs || this.tired) return false;
      advance(world, this.host, Math.min(deadlineUs, world.headUs + this.lookUs));
    }
    return true;
  }

  /** Until one node has led for exactly `steadyUs`, and all others knew it all the time. False if that takes too long. */
  reachSteady(steadyUs: number): boolean {
    const { world, meter } = this;
    const deadlineUs = this.pace.patienceMs * 1000;
    for (;;) {
      meter.passTo(world.headUs);
      const sinceUs = meter.steadySinceUs;
      if (sinceUs !== null && world.headUs >= sinceUs + steadyUs) return true;
      if (world.headUs >= deadlineUs || this.tired) return false;
      const dueUs = sinceUs === null ? Infinity : sinceUs + steadyUs;
      advance(world, this.host, Math.min(dueUs, deadlineUs, world.headUs + this.lookUs));
    }
  }
}
