/** Settings that single nodes have instead of those of all: two releases with different numbers run side by side. */
import type { NodeId } from '../core/program';
import type { Config } from '../core/protocol';

/** By node, only what is otherwise there; a setting that is derived from others follows those of all. */
export type NodeConfig = Readonly<Record<NodeId, Config>>;

export interface Configs {
  /** Of all who have none of their own. */
  readonly config: Config;
  /** Absent: nobody has. */
  readonly nodeConfig?: NodeConfig;
}

/** What counts for this node; the very same object as for all where it has none of its own. */
export function configFor(node: NodeId, { config, nodeConfig }: Configs): Config {
  const own = nodeConfig?.[node];
  return own === undefined ? config : { ...config, ...own };
}

/**
 * The settings after a change. One for all nodes holds for those as well that had a value of their own for what it names.
 */
export function changedConfigs(
  before: Configs,
  { node, config: change }: { readonly node?: NodeId; readonly config?: Config },
): Configs {
  if (change === undefined) return before;
  const { config, nodeConfig = {} } = before;
  if (node !== undefined) {
    return { config, nodeConfig: { ...nodeConfig, [node]: { ...nodeConfig[node], ...change } } };
  }
  return { config: { ...config, ...change }, ...withNodeConfig(without(nodeConfig, change)) };
}

/** For a run or settings: left out where nobody has settings of their own. */
export function withNodeConfig(nodeConfig: NodeConfig | undefined): { readonly nodeConfig?: NodeConfig } {
  const own = Object.entries(nodeConfig ?? {}).filter(([, config]) => Object.keys(config).length > 0);
  return own.length === 0 ? {} : { nodeConfig: Object.fromEntries(own) };
}

/** The settings of all, and of each node that has its own. */
export function everyConfig(configs: Configs): readonly Config[] {
  const own = Object.keys(configs.nodeConfig ?? {}).map((node) => configFor(node, configs));
  return [configs.config, ...own];
}

export function sameNodeConfig(a: NodeConfig = {}, b: NodeConfig = {}): boolean {
  const nodes = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...nodes].every((node) => {
    const [ofA, ofB] = [a[node] ?? {}, b[node] ?? {}];
    const names = new Set([...Object.keys(ofA), ...Object.keys(ofB)]);
    return [...names].every((name) => ofA[name] === ofB[name]);
  });
}

function without(nodeConfig: NodeConfig, names: Config): NodeConfig {
  return Object.fromEntries(
    Object.entries(nodeConfig).map(([node, own]) => [
      node,
      Object.fromEntries(Object.entries(own).filter(([name]) => names[name] === undefined)),
    ]),
  );
}
