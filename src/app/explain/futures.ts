/**
 * Other futures of a recorded run: the same up to an instant, and from there without something that was done, with
 * everything made whole, or from the start under another rule. What is asked of each is whether the same is violated.
 *
 * They are replayed in this thread, in slices, and there is a bound to how many and to how long each of them is: what is
 * beyond it is not known, and nobody says that it is.
 */
import type { Violation } from '../../check/invariant';
import { INVARIANTS } from '../../check/invariants';
import { Monitor } from '../../check/monitor';
import { traceBehind } from '../../sim/cluster/resume';
import { World } from '../../sim/cluster/world';
import { InlineHost } from '../../sim/inline-host';
import { systemOfRun, type ResolvedRun } from '../../sim/run';
import type { Recorded } from '../session/past';

export interface Other {
  readonly run: ResolvedRun;
  /** Before this instant it is what was recorded; 0 for nothing. */
  readonly fromUs: number;
  /** What is done to it on the way, at that instant or later, after whatever faults are due then. */
  readonly then?: { readonly atUs: number; readonly act: (world: World) => void };
}

/** How many are tried for one violation, and how many steps one of them may take. */
const MOST_FUTURES = 72;
const MOST_STEPS = 400_000;
/** A few milliseconds of work. */
const SLICE_STEPS = 1500;
/** How long each is given to go wrong all the same, in units of what it takes to miss a leader. */
const GRACE = 2;

export class Futures {
  private left = MOST_FUTURES;
  private readonly untilUs: number;

  /** `breathe` is awaited between slices, so that a page stays alive. */
  constructor(
    private readonly recorded: Recorded,
    private readonly violation: Violation,
    private readonly breathe: () => Promise<void>,
  ) {
    const { run, trace } = recorded;
    const graceUs = GRACE * systemOfRun(run).missedAfterMs(run.config) * 1000;
    // What was recorded is looked at as well, as far as that is no longer than the way to the violation.
    const recordedUs = Math.max(
      trace.records.lastAtOrBefore(Infinity),
      trace.messages.lastSentAtOrBefore(Infinity),
    );
    this.untilUs = Math.max(violation.atUs + graceUs, Math.min(recordedUs + 1, 2 * violation.atUs));
  }

  /** Whether the same is not violated there; null where that would take too long to find out. */
  async avoids(other: Other): Promise<boolean | null> {
    if (this.left === 0) return null;
    this.left -= 1;
    const { world, host, monitor } = this.begin(other);
    const isViolated = (): boolean =>
      [...monitor.violations, ...monitor.notes].some(({ invariant }) => invariant === this.violation.invariant);
    const lastStep = world.stepCount + MOST_STEPS;
    let breath = world.stepCount + SLICE_STEPS;
    for (const untilUs of [other.then?.atUs ?? other.fromUs, this.untilUs]) {
      while (!isViolated() && world.pass(untilUs, host)) {
        if (world.stepCount > lastStep) return null;
        if (world.stepCount < breath) continue;
        breath = world.stepCount + SLICE_STEPS;
        await this.breathe();
      }
      if (untilUs === other.then?.atUs) other.then.act(world);
    }
    await this.breathe();
    return !isViolated();
  }

  private begin({ run, fromUs }: Other): { world: World; host: InlineHost; monitor: Monitor } {
    const { keyframes, trace } = this.recorded;
    const invariants = INVARIANTS.filter(({ id }) => id === this.violation.invariant);
    const host = new InlineHost();
    // One at that very instant may have its faults behind it already.
    const key = fromUs === 0 ? null : keyframes.before(fromUs - 1);
    const monitor = new Monitor(invariants, key?.monitor);
    const resume = key && { state: key.state, trace: traceBehind(trace, key.state, false) };
    const world = new World(run, host, [monitor], false, resume ?? undefined);
    world.trace.mute();
    return { world, host, monitor };
  }
}
