/** A whole run without a page: the same world, the nodes in this thread. */
import { advance } from './cluster/advance';
import { World, type Observer } from './cluster/world';
import { InlineHost } from './inline-host';
import { LONGEST_RUN_MS, type Run } from './run';
import { checkedRun } from './run-rules';
import type { Trace } from './trace/trace';
import { clusterView, type ClusterView } from './view';

export interface Simulation {
  readonly view: ClusterView;
  readonly digest: string;
  readonly trace: Trace;
  readonly world: World;
}

export interface SimulateOptions {
  readonly observers?: readonly Observer[];
  /** Without its rows a trace is only a digest: faster, for searching. Kept by default. */
  readonly keepTrace?: boolean;
}

/**
 * Runs from 0 to `untilMs` of virtual time, a number of milliseconds from 0 to `LONGEST_RUN_MS`, taken to the nearest
 * microsecond. Throws a sentence on a time or a run that cannot be.
 */
export function simulate(run: Run, untilMs: number, options: SimulateOptions = {}): Simulation {
  if (typeof untilMs !== 'number' || !(untilMs >= 0 && untilMs <= LONGEST_RUN_MS)) {
    throw new RangeError(
      `untilMs: must be a number of milliseconds from 0 to ${LONGEST_RUN_MS}, not ${String(untilMs)}.`,
    );
  }
  const host = new InlineHost();
  const world = new World(checkedRun(run), host, options.observers, options.keepTrace ?? true);
  advance(world, host, Math.round(untilMs * 1000));
  return {
    view: clusterView(run.protocol, world.snapshot()),
    digest: world.trace.digest(),
    trace: world.trace,
    world,
  };
}
