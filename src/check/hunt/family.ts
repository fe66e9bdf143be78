/**
 * The unit of a hunt: a few wild schedules, and then variations of whichever of them came closest to trouble or went
 * where the family had not been. A family follows from its seed alone and knows of no other family. That keeps the hunt
 * guided, and still lets any number of machines share a range of seeds: what they find together is what one would.
 */
import { advance } from '../../sim/cluster/advance';
import { World } from '../../sim/cluster/world';
import { InlineHost } from '../../sim/inline-host';
import { RandomStream, streamState } from '../../sim/random';
import { resolveRun, systemOfRun, type Run } from '../../sim/run';
import type { Invariant, Violation } from '../invariant';
import { invariantsOf } from '../invariants/of-protocol';
import { settles } from '../invariants/settles';
import { Monitor } from '../monitor';
import type { Schedule } from '../schedule';
import { Wholeness } from '../wholeness/wholeness';
import { judgedWithinMs, neverWhole, settlesWithinMs } from './never-whole';
import { paceOf, wildSchedule, type Prey } from './prey';
import { Situations } from './situations';
import { vary } from './vary';

/** How many schedules a family tries, and with how many wild ones it begins. */
export const FAMILY_SIZE = 16;
const WILD = 4;
/** How long it goes on after the last fault, in units of what it takes to miss a leader, imagined as 200 ms. */
const AFTERMATH_MS = 500;

export interface Found {
  /** The family's seed. */
  readonly seed: number;
  readonly run: Run;
  readonly violation: Violation;
}

export interface FamilyReport {
  readonly schedules: number;
  /** Messages, commands and wake-ups that changed something. */
  readonly steps: number;
  readonly virtualMs: number;
  /** Fingerprints of what its runs went through. */
  readonly situations: ReadonlySet<number>;
  /** The shortest time between two authorities; Infinity where there were no two. */
  readonly nearestUs: number;
  /** What broke safety, with which the family ends; or else the first run that never became whole. */
  readonly found: Found | null;
}

interface Tried {
  readonly schedule: Schedule;
  readonly nearestUs: number;
  readonly fresh: number;
}

/** What was promised to hold: neither what is only worth a note, nor what such a protocol breaks by its nature. */
export function huntedIn(prey: Prey): readonly Invariant[] {
  const system = systemOfRun(prey);
  return invariantsOf(system).filter(
    ({ note, isPromisedBy, ofData }) =>
      note !== true && isPromisedBy?.(system) !== false && (prey.dataOnly !== true || ofData === true),
  );
}

export function tryFamily(prey: Prey, seed: number, invariants = huntedIn(prey)): FamilyReport {
  const luck = new RandomStream(streamState(seed, 'faults'));
  const situations = new Set<number>();
  const kept: Tried[] = [];
  let nearestUs = Infinity;
  let steps = 0;
  let virtualMs = 0;
  let neverWholeYet: Found | null = null;
  for (let tried = 0; tried < FAMILY_SIZE; tried += 1) {
    const schedule =
      tried < WILD
        ? wildSchedule(prey, luck.below(2 ** 31), luck)
        : vary(prey, best(kept, luck).schedule, luck);
    const outcome = trySchedule(prey, schedule, invariants);
    steps += outcome.steps;
    virtualMs += outcome.virtualMs;
    let fresh = 0;
    for (const fingerprint of outcome.situations.seen) {
      if (situations.has(fingerprint)) continue;
      situations.add(fingerprint);
      fresh += 1;
    }
    nearestUs = Math.min(nearestUs, outcome.situations.nearestUs);
    if (outcome.violation !== null) {
      const found = { seed, run: schedule.run, violation: outcome.violation };
      return { schedules: tried + 1, steps, virtualMs, situations, nearestUs, found };
    }
    if (!outcome.becameWhole && neverWholeYet === null) neverWholeYet = foundNeverWhole(seed, schedule);
    kept.push({ schedule, nearestUs: outcome.situations.nearestUs, fresh });
  }
  return { schedules: FAMILY_SIZE, steps, virtualMs, situations, nearestUs, found: neverWholeYet };
}

/** Mostly the one that came closest; now and then one that went somewhere new. */
function best(kept: readonly Tried[], luck: RandomStream): Tried {
  const byNovelty = luck.chance(0.3);
  return kept.reduce((a, b) => {
    if (byNovelty) return b.fresh > a.fresh ? b : a;
    return b.nearestUs <= a.nearestUs ? b : a;
  });
}

function foundNeverWhole(seed: number, { run, faultsEndMs }: Schedule): Found | null {
  const violation = neverWhole(run, faultsEndMs + judgedWithinMs(run));
  return violation === null ? null : { seed, run, violation };
}

interface Outcome {
  readonly violation: Violation | null;
  /** True as well where nobody asked. */
  readonly becameWhole: boolean;
  readonly situations: Situations;
  readonly steps: number;
  readonly virtualMs: number;
}

/**
 * Runs it until its faults and their aftermath are over and it is whole again, or until it should have been; or until
 * something is violated.
 */
function trySchedule(prey: Prey, { run, faultsEndMs }: Schedule, invariants: readonly Invariant[]): Outcome {
  const monitor = new Monitor(invariants);
  const situations = new Situations();
  const host = new InlineHost();
  const promisesIt = systemOfRun(prey).notPromised?.includes(settles.id) !== true;
  const whole = prey.safetyOnly === true || !promisesIt ? null : new Wholeness(faultsEndMs * 1000);
  const observers = whole === null ? [monitor, situations] : [monitor, situations, whole];
  const world = new World(resolveRun(run), host, observers, false);
  world.trace.mute();
  const untilUs = Math.round((faultsEndMs + AFTERMATH_MS * paceOf(prey)) * 1000);
  const sliceUs = Math.max(1, Math.round(untilUs / 40));
  while (world.headUs < untilUs && monitor.violations.length === 0) {
    advance(world, host, Math.min(untilUs, world.headUs + sliceUs));
  }
  const dueUs = Math.round((faultsEndMs + settlesWithinMs(run)) * 1000);
  const isOver = (): boolean => monitor.violations.length > 0 || whole === null || whole.isWhole(world);
  let becameWhole = isOver();
  while (!becameWhole && world.headUs < dueUs) {
    advance(world, host, Math.min(dueUs, world.headUs + sliceUs));
    becameWhole = isOver();
  }
  return {
    violation: monitor.violations[0] ?? null,
    becameWhole,
    situations,
    steps: world.stepCount,
    virtualMs: world.headUs / 1000,
  };
}
