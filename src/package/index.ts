/** What `import … from 'interregnum'` gives to somebody who writes a protocol. */
export { defineProtocol } from '../core/protocols/own/definition';
export type {
  Definition,
  FieldType,
  FieldTypes,
  FieldValues,
  Observed,
  OwnNode,
  OwnProperty,
  Setting,
  Switch,
  WatchedNode,
} from '../core/protocols/own/definition';
export { simulate, type Simulation, type SimulateOptions, type Within } from '../sim';
export type { ClusterView, Fault, FaultAction, Run } from '../sim';
export {
  explore,
  hunt,
  type Explored,
  type ExploreGiven,
  type Found,
  type Hunted,
  type HuntGiven,
} from './hunt';
