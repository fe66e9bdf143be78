/**
 * The run that follows when a person changes one thing about the present one. Everything that they did not touch stays,
 * as far as it still makes sense.
 */
import type { AnyProtocol, Config, Safeguards } from '../../core/protocol';
import type { System } from '../../core/system';
import {
  resolveConfig,
  systemOfRun,
  whichOf,
  type Disk,
  type Network,
  type ResolvedRun,
  type Run,
} from '../../sim/run';
import { withNodeConfig, type NodeConfig } from '../../sim/node-config';
import { whyImpossible } from '../../sim/impossible';
import { sameDisk } from '../../sim/settings';
import { nodeIds, presetConfig } from './opening-run';
import { presetOf } from './presets';

export interface RunChange {
  readonly protocol?: string;
  /** Of a protocol of one's own, whose settings, faults and nodes go on under another text. */
  readonly source?: string;
  readonly nodeCount?: number;
  /** The whole config; fields left out take their defaults. */
  readonly config?: Config;
  /** Of every node that has numbers of its own; absent, they stay. */
  readonly nodeConfig?: NodeConfig;
  readonly network?: Network;
  readonly disk?: Disk;
  readonly seed?: number;
  /** Only those that change. */
  readonly safeguards?: Safeguards;
  readonly clients?: number;
  readonly exports?: boolean;
}

/**
 * The faults that the run came with happen again, as far as there still is what they are about; they name nodes, so a
 * cluster of another size starts without any.
 */
export function nextRun(current: ResolvedRun, change: RunChange): Run {
  const before = systemOfRun(current);
  const { protocol = current.protocol } = change;
  const source = change.source ?? (protocol === current.protocol ? current.source : undefined);
  const parts = {
    ...whichOf({ protocol, source }),
    clients: change.clients ?? current.clients ?? 0,
    exports: change.exports ?? current.exports ?? false,
  };
  const after = systemOfRun(parts);
  const disk = change.disk ?? current.disk;
  const sameProtocol = parts.protocol === current.protocol;
  const resized = change.nodeCount !== undefined && change.nodeCount !== current.nodes.length;
  const kept = after.safeguards.flatMap(({ name }) => {
    const on = current.safeguards[name];
    // Under another protocol the same name may mean another thing; what is beside the protocols goes with them.
    const own = before.elector.safeguards.some((field) => field.name === name);
    return on === undefined || (own && !sameProtocol) ? [] : [[name, on] as const];
  });
  const nodes = resized ? nodeIds(change.nodeCount) : current.nodes;
  return {
    version: 1,
    ...whichOf(parts),
    nodes,
    seed: change.seed ?? current.seed,
    config: change.config ?? carriedConfig(current, before, after),
    // Made for these nodes and these settings.
    ...(sameProtocol && !resized && keptNodeConfig(change.nodeConfig ?? current.nodeConfig, after)),
    network: change.network ?? current.network,
    ...(sameDisk(disk, undefined) ? {} : { disk }),
    safeguards: { ...Object.fromEntries(kept), ...change.safeguards },
    ...(parts.clients > 0 && { clients: parts.clients }),
    ...(parts.exports && { exports: true }),
    // A protocol that bootstraps nobody has forgotten whom another one would start with.
    ...(resized || !sameProtocol ? {} : { bootstrap: current.bootstrap }),
    faults: resized
      ? []
      : current.faults.filter((fault) => whyImpossible(fault, { ...parts, nodes }) === null),
  };
}

/** The values that a person gave, as opposed to those that follow from others and should go on following them. */
export function givenConfig(protocol: AnyProtocol, config: Config): Config {
  const given = protocol.config.filter((field) => {
    return (
      typeof field.default === 'number' || config[field.name] !== followingValue(protocol, config, field.name)
    );
  });
  return Object.fromEntries(given.map(({ name }) => [name, config[name]!]));
}

/** What a field comes to when nobody sets it and the other fields are as in `config`. */
export function followingValue(protocol: AnyProtocol, config: Config, name: string): number {
  const { [name]: _, ...others } = config;
  return resolveConfig(protocol, others)[name]!;
}

/**
 * A preset stays that preset under another protocol; other numbers go with their names, as far as they make sense there:
 * the lease of one protocol may be longer than another one's can be.
 */
function carriedConfig(current: ResolvedRun, before: System, after: System): Config {
  const given = givenConfig(before, current.config);
  if (before === after) return given;
  const preset = presetOf(before, current.config, current.network);
  if (preset !== null) return presetConfig(preset, after);
  const changed = before.config.filter(
    ({ name, default: usual }) => name in given && given[name] !== usual && fits(after, name, given[name]!),
  );
  const carried = Object.fromEntries(changed.map(({ name }) => [name, given[name]!]));
  if (after.checkConfig(resolveConfig(after, carried)) === null) return carried;
  const own = after.elector.config;
  return Object.fromEntries(
    Object.entries(carried).filter(([name]) => own.every((field) => field.name !== name)),
  );
}

/** Without the settings of what the run has no more beside its protocol. */
function keptNodeConfig(nodeConfig: NodeConfig | undefined, { config }: System) {
  const kept = Object.entries(nodeConfig ?? {}).map(([node, own]) => {
    const known = Object.entries(own).filter(([given]) => config.some(({ name }) => name === given));
    return [node, Object.fromEntries(known)] as const;
  });
  return withNodeConfig(Object.fromEntries(kept));
}

function fits({ config }: AnyProtocol, name: string, value: number): boolean {
  return config.some((field) => field.name === name && value >= field.min && value <= field.max);
}
