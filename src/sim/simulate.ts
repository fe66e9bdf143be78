/** A whole run without a page: the same world, the nodes in this thread. */
import { advance } from './cluster/advance';
import { World, type Observer } from './cluster/world';
import { InlineHost } from './inline-host';
import { resolveRun, type Run } from './run';
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

/** Runs from 0 to `untilMs` of virtual time. Throws a sentence on a protocol that is not known. */
export function simulate(run: Run, untilMs: number, options: SimulateOptions = {}): Simulation {
  const host = new InlineHost();
  const world = new World(resolveRun(run), host, options.observers, options.keepTrace ?? true);
  advance(world, host, Math.round(untilMs * 1000));
  return {
    view: clusterView(run.protocol, world.snapshot()),
    digest: world.trace.digest(),
    trace: world.trace,
    world,
  };
}
