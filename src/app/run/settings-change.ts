/** A change of the settings that counts from some instant on: what is in force then, and the fault that brings it about. */
import type { AnyProtocol } from '../../core/protocol';
import { NO_LATENCY, resolveConfig, type FaultAction, type Network } from '../../sim/run';
import { changedConfigs } from '../../sim/node-config';
import { sameDisk, type Settings } from '../../sim/settings';
import type { RunChange } from './next-run';

/** The part of a run that can change while it goes on. */
export type SettingsChange = Pick<RunChange, 'config' | 'network' | 'safeguards' | 'disk'>;

/** A config field that the change leaves out follows from the others, as it would from the start of a run. */
export function changedSettings(protocol: AnyProtocol, before: Settings, change: SettingsChange): Settings {
  const { config, nodeConfig, network, safeguards, disk } = before;
  const changed = change.config === undefined ? config : resolveConfig(protocol, change.config);
  return {
    // What is named holds for all, as the fault will have it.
    ...changedConfigs(
      { config, ...(nodeConfig && { nodeConfig }) },
      { config: differing(config, changed) ?? {} },
    ),
    network: change.network ?? network,
    safeguards: { ...safeguards, ...change.safeguards },
    ...((change.disk ?? disk) && { disk: change.disk ?? disk }),
  };
}

/** Names only what differs, so that the log tells that and nothing else; null when nothing does. */
export function configureFault(before: Settings, after: Settings): FaultAction | null {
  const config = differing(before.config, after.config);
  const network = differingNetwork(before.network, after.network);
  const safeguards = differing(before.safeguards, after.safeguards);
  const disk = sameDisk(before.disk, after.disk) ? undefined : (after.disk ?? { latencyMs: NO_LATENCY });
  const parts = {
    ...(config && { config }),
    ...(network && { network }),
    ...(safeguards && { safeguards }),
    ...(disk && { disk }),
  };
  return Object.keys(parts).length === 0 ? null : { kind: 'configure', ...parts };
}

/** What `after` has otherwise; null if nothing is. */
export function differing<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> | null {
  const changed = Object.entries(after).filter(([name, value]) => before[name] !== value);
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

function differingNetwork(before: Network, after: Network): Partial<Network> | null {
  const { latencyMs, ...ratios } = after;
  const { latencyMs: latencyBeforeMs, ...ratiosBefore } = before;
  const otherLatency = latencyMs.some((ms, at) => ms !== latencyBeforeMs[at]);
  const otherRatios = differing<number>(ratiosBefore, ratios);
  if (!otherLatency && otherRatios === null) return null;
  return { ...(otherLatency && { latencyMs }), ...otherRatios };
}
