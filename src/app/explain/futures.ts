/**
 * Other futures of a recorded run: the same up to an instant, and from there without something that was done, with
 * everything made whole, or from the start under another rule. What is asked of each is whether the same is violated.
 *
 * They are replayed in this thread, in slices, and there is a bound to how many there are and to how long they take
 * together: what is beyond it is not known, and nobody says that it is.
 */
import type { Violation } from '../../check/invariant';
import { invariantsOf } from '../../check/invariants/of-protocol';
import { Monitor } from '../../check/monitor';
import { traceBehind } from '../../sim/cluster/resume';
import { World } from '../../sim/cluster/world';
import { InlineHost } from '../../sim/inline-host';
import { systemOfRun, type ResolvedRun } from '../../sim/run';
import type { Recorded } from '../session/past';
import type { Breathe } from '../session/slices';

export interface Other {
  readonly run: ResolvedRun;
  /** Before this instant it is what was recorded; 0 for nothing. */
  readonly fromUs: number;
  /** What is done to it on the way, at that instant or later, after whatever faults are due then. */
  readonly then?: { readonly atUs: number; readonly act: (world: World) => void };
}

/** How many are tried for one violation, and how many steps all of them may take: some seconds of work. */
const MOST_FUTURES = 96;
const MOST_STEPS = 2_000_000;
/** How long each is given to go wrong all the same, in units of what it takes to miss a leader. */
const GRACE = 2;

export class Futures {
  /** How far each of them is played, unless it goes wrong before. */
  readonly untilUs: number;
  private futuresLeft = MOST_FUTURES;
  private stepsLeft = MOST_STEPS;

  /** `breathe` is asked after each window, so that a page stays alive. */
  constructor(
    private readonly recorded: Recorded,
    private readonly violation: Violation,
    private readonly breathe: Breathe,
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

  /** Whether nothing of that kind is violated there; null where that takes more than is there to find out. */
  async avoids(other: Other): Promise<boolean | null> {
    if (this.futuresLeft === 0) return null;
    this.futuresLeft -= 1;
    try {
      return await this.play(other);
    } catch (error) {
      // So a world ends in which more is on its way than can be held.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  private async play(other: Other): Promise<boolean | null> {
    const { world, host, monitor } = this.begin(other);
    const { invariant } = this.violation;
    const isViolated = (): boolean =>
      [...monitor.violations, ...monitor.notes].some((one) => one.invariant === invariant);
    const { then } = other;
    const ends = then === undefined ? [this.untilUs] : [then.atUs, this.untilUs];
    for (const endUs of ends) {
      let stepsDone = world.stepCount;
      while (!isViolated() && world.pass(endUs, host)) {
        this.stepsLeft -= world.stepCount - stepsDone;
        stepsDone = world.stepCount;
        if (this.stepsLeft < 0) return null;
        const breath = this.breathe();
        if (breath !== null) await breath;
      }
      if (then !== undefined && endUs === then.atUs && !isViolated()) then.act(world);
    }
    return !isViolated();
  }

  private begin({ run, fromUs }: Other): { world: World; host: InlineHost; monitor: Monitor } {
    const { keyframes, trace } = this.recorded;
    const invariants = invariantsOf(systemOfRun(run)).filter(({ id }) => id === this.violation.invariant);
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
