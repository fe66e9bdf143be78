/** What can be said of a cluster before it is run. */
import type { Config } from '../core/protocol';
import { systemOfRun, type Network, type Run } from './run';

/**
 * Why there can be no leader, or no new one, as long as its network is like this, whatever chance does; null if there can.
 * A sentence without its capital and without a field in front of it: it names the settings and the fix. Such a run is no
 * mistake, since networks get that bad, but nothing can be found or measured in it.
 */
export function whyInVain(
  run: Pick<Run, 'protocol' | 'clients' | 'exports'>,
  nodes: number,
  config: Config,
  { latencyMs: [least], lossRatio }: Pick<Network, 'latencyMs' | 'lossRatio'>,
): string | null {
  const system = systemOfRun(run);
  // A node alone has nobody to ask, unless it asks a store.
  if (nodes < 2 && system.store === undefined) return null;
  if (lossRatio === 1) return 'nobody can lead: every message is lost; let some of them through.';
  return system.whyNobodyLeads?.(config, least) ?? null;
}

/** What is to be said to somebody who chose such settings: whole sentences, the gravest first. */
export function concernsOf(
  run: Pick<Run, 'protocol' | 'clients' | 'exports'>,
  nodes: number,
  config: Config,
  network: Pick<Network, 'latencyMs' | 'lossRatio'>,
): readonly string[] {
  const vain = whyInVain(run, nodes, config, network);
  if (vain !== null) return [`${vain.charAt(0).toUpperCase()}${vain.slice(1)}`];
  const system = systemOfRun(run);
  // Alone a node hears everybody there is at once.
  if (nodes < 2 && system.store === undefined) return [];
  return system.concerns?.(config, network.latencyMs) ?? [];
}
