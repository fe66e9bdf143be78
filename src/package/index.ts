/** What `import … from 'interregnum'` gives: to somebody who writes a protocol, and to somebody who tests one. */
import { defineProtocol as define, type Definition, type FieldTypes } from '../core/protocols/own/definition';
import { rememberFile } from './file-of';

/** Gives a definition back as it is; an editor knows its types from here on. */
export function defineProtocol<
  S,
  const M extends Readonly<Record<string, FieldTypes>>,
  C extends string = never,
  G extends string = never,
>(definition: Definition<S, M, C, G>): Definition<S, M, C, G> {
  rememberFile(definition, new Error().stack);
  return define(definition);
}

export type {
  AnyDefinition,
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
export { check, type Broken, type Checked } from './check';
export {
  explore,
  hunt,
  type Explored,
  type ExploreGiven,
  type Found,
  type Hunted,
  type HuntGiven,
} from './hunt';
