// Here all protocols are at hand: `simulate` is one call. The page imports what it needs from the files themselves.
import '../core/everything';

export { simulate, type Simulation, type SimulateOptions, type Within } from './simulate';
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
