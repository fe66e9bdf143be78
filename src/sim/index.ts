export { simulate, type Simulation, type SimulateOptions } from './simulate';
export { resolveRun, DEFAULT_NETWORK } from './run';
export type { Fault, FaultAction, Network, ResolvedRun, Run } from './run';
export { World, type Observer } from './cluster/world';
export { advance } from './cluster/advance';
export { InlineHost } from './inline-host';
export { clusterView, hasAuthority } from './view';
export type { ClusterView, LinkSnapshot, NodeSnapshot, NodeStatus, Snapshot } from './view';
export { Trace } from './trace/trace';
