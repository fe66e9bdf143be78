/** Runs one schedule to its end and says what was wrong with it. */
import '../sim/cluster/faults';
import { advance } from '../sim/cluster/advance';
import { World } from '../sim/cluster/world';
import { InlineHost } from '../sim/inline-host';
import { resolveRun } from '../sim/run';
import type { Invariant, Violation } from './invariant';
import { INVARIANTS } from './invariants';
import { Monitor } from './monitor';
import { SETTLE_WITHIN_MS, type Schedule } from './schedule';
import { Wholeness } from './wholeness/wholeness';

export interface Outcome {
  readonly violations: readonly Violation[];
  /** How long after the last fault the cluster was whole; null if that did not happen in time. */
  readonly settledAfterMs: number | null;
  /** How long after it exactly one node had authority, whole or not; null likewise. */
  readonly ledAfterMs: number | null;
  readonly steps: number;
}

const LOOK_EVERY_US = 20_000;
/** What was restarted and thawed last needs a while to do harm: the checks go on at least so long. */
const AFTERMATH_US = 500_000;

/** Ends at the first violation of one of `invariants`. */
export function trySchedule(
  { run, faultsEndMs }: Schedule,
  invariants: readonly Invariant[] = INVARIANTS,
): Outcome {
  const monitor = new Monitor(invariants);
  const host = new InlineHost();
  const whole = new Wholeness(faultsEndMs * 1000);
  const world = new World(resolveRun(run), host, [monitor, whole], false);
  world.trace.mute();
  const faultsEndUs = faultsEndMs * 1000;
  advance(world, host, faultsEndUs);
  let settledAfterMs: number | null = null;
  let ledAfterMs: number | null = null;
  for (let atUs = faultsEndUs; atUs <= faultsEndUs + SETTLE_WITHIN_MS * 1000; atUs += LOOK_EVERY_US) {
    if (monitor.violations.length > 0) break;
    advance(world, host, atUs);
    const authorities = world.slots.filter((slot) => slot.hasAuthority(atUs)).length;
    if (ledAfterMs === null && authorities === 1) ledAfterMs = (atUs - faultsEndUs) / 1000;
    if (settledAfterMs === null && whole.isWhole(world)) settledAfterMs = (atUs - faultsEndUs) / 1000;
    if (settledAfterMs !== null && atUs - faultsEndUs >= AFTERMATH_US) break;
  }
  return { violations: monitor.violations, settledAfterMs, ledAfterMs, steps: world.stepCount };
}
