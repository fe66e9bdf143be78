// Here all protocols are at hand: `simulate` is one call. The page imports what it needs from the files themselves.
import '../core/everything';
import { named, type Named } from '../core/protocols/own/given';
import type { Run } from './run';
import { simulate as simulateRun, type Simulation, type SimulateOptions, type Within } from './simulate';

/**
 * As `simulate` of `./simulate`, also of a run whose `protocol` is a definition, or has a `source`: that is run in this process,
 * with all that it may do.
 */
export function simulate(run: Named<Run>, until: number | Within, options: SimulateOptions = {}): Simulation {
  return simulateRun(named(run), until, options);
}

export type { Simulation, SimulateOptions, Within } from './simulate';
export { DEFAULT_NETWORK, membersOf, resolveRun, systemOfRun } from './run';
export { settingsAt, type Settings } from './settings';
export type { Fault, FaultAction, Network, ResolvedRun, Run } from './run';
export { World, type Observer } from './cluster/world';
export { advance } from './cluster/advance';
export { InlineHost } from './inline-host';
export { clusterView, hasAuthority } from './view';
export type { ClusterView, LinkSnapshot, NodeSnapshot, NodeStatus, Snapshot } from './view';
export type { After, Moment, Place } from './trace/moment';
export { Trace } from './trace/trace';
