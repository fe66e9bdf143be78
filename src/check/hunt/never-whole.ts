/**
 * Liveness in a hunt: once the faults of a schedule are over and everything is healed, the cluster must become whole.
 *
 * Nearly all do so soon, and that is seen cheaply: a schedule ends as soon as it is whole. One that is not whole after as
 * long as the property *it settles* grants is run once more from its start, under the eyes of that property, which has
 * the last word and the words.
 */
import { advance } from '../../sim/cluster/advance';
import { World } from '../../sim/cluster/world';
import { InlineHost } from '../../sim/inline-host';
import { resolveRun, systemOfRun, type Run } from '../../sim/run';
import type { Invariant, Violation } from '../invariant';
import { settles, SETTLES_WITHIN_MISSES } from '../invariants/settles';
import { Monitor } from '../monitor';
import { brokenAmong, electorate } from '../wholeness/broken';

/** The properties that say what must become of a cluster, as opposed to what must never happen to it. */
export const LIVENESS: readonly Invariant[] = [settles];

export const isLiveness = (invariant: string): boolean => LIVENESS.some(({ id }) => id === invariant);

/** For how long it may be due, in units of what it takes to miss a leader: it may fall apart right after it was whole. */
const JUDGED_WITHIN_MISSES = 2 * SETTLES_WITHIN_MISSES + 1;

export const settlesWithinMs = (run: Run): number => SETTLES_WITHIN_MISSES * missedMs(run);

export const judgedWithinMs = (run: Run): number => JUDGED_WITHIN_MISSES * missedMs(run);

const missedMs = (run: Run): number => systemOfRun(run).missedAfterMs(resolveRun(run).config);

/** What the property says of that run before `untilMs`; null if it holds, or if something is broken still as it is told. */
export function neverWhole(run: Run, untilMs: number, invariants = LIVENESS): Violation | null {
  const monitor = new Monitor(invariants);
  const host = new InlineHost();
  const world = new World(resolveRun(run), host, [monitor], false);
  world.trace.mute();
  const untilUs = Math.round(untilMs * 1000);
  const sliceUs = Math.max(1, Math.round(untilUs / 40));
  while (world.headUs < untilUs && monitor.notes.length === 0) {
    advance(world, host, Math.min(untilUs, world.headUs + sliceUs));
  }
  const note = monitor.notes[0];
  return note === undefined || brokenAmong(world, electorate(world)).length > 0 ? null : note;
}
