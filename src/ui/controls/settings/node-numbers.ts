/** The numbers that one node has instead of those of all, as a person gives them and takes them away. */
import type { NodeId } from '../../../core/program';
import type { AnyProtocol, Config } from '../../../core/protocol';
import { configFor } from '../../../sim/node-config';
import type { Settings } from '../../../sim/settings';
import { configSpecs, type NumberSpec } from './number-specs';
import { valueOf } from './numbers';

export interface NodeNumber {
  readonly node: NodeId;
  readonly spec: NumberSpec;
  readonly value: number;
  /** What all others have. */
  readonly usual: number;
}

/** By node, in their order; what a node has of its own and is the same for all is not told. */
export function nodeNumbersOf(
  protocol: Pick<AnyProtocol, 'config'>,
  { config, nodeConfig = {} }: Pick<Settings, 'config' | 'nodeConfig'>,
  nodes: readonly NodeId[],
): readonly NodeNumber[] {
  return nodes.flatMap((node) =>
    configSpecs(protocol).flatMap((spec) => {
      const value = nodeConfig[node]?.[spec.key];
      const usual = config[spec.key]!;
      return value === undefined || value === usual ? [] : [{ node, spec, value, usual }];
    }),
  );
}

/** Without what is the same for all. */
export const ownConfigOf = (numbers: readonly NodeNumber[], node: NodeId): Config =>
  Object.fromEntries(numbers.filter((one) => one.node === node).map(({ spec, value }) => [spec.key, value]));

/** All that this node has of its own once it has that too, or a sentence why it cannot have it. */
export function withNodeNumber(
  protocol: AnyProtocol,
  settings: Pick<Settings, 'config' | 'nodeConfig' | 'safeguards'>,
  node: NodeId,
  spec: NumberSpec,
  text: string,
): Config | string {
  // Nobody may leave it out here: then it would be none of its own.
  const value = valueOf({ ...spec, optional: false }, text);
  if (typeof value !== 'number') return value!;
  if (value === settings.config[spec.key]) return `${spec.label}: ${value} is what all have already.`;
  const own = { ...settings.nodeConfig?.[node], [spec.key]: value };
  const { config, safeguards } = settings;
  return protocol.checkConfig(configFor(node, { config, nodeConfig: { [node]: own } }), safeguards) ?? own;
}

/** 1 for a switch reads "on"; of anything else the number with its unit. */
export function toldNumber({ toggle, unit }: NumberSpec, value: number): string {
  if (toggle) return value === 1 ? 'on' : 'off';
  return unit === '' ? String(value) : `${value} ${unit}`;
}
