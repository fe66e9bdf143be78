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
