/** What the nodes and the network are told to be like, at any instant of a run. */
import type { Config, Safeguards } from '../core/protocol';
import { changedConfigs, sameNodeConfig, type Configs, type NodeConfig } from './node-config';
import { NO_LATENCY, type Disk, type Network, type ResolvedRun } from './run';

export interface Settings {
  readonly config: Config;
  /** Of single nodes, on top of that; absent where none has its own. */
  readonly nodeConfig?: NodeConfig;
  readonly network: Network;
  readonly safeguards: Safeguards;
  /** Absent where writing takes no time, as far as these say. */
  readonly disk?: Disk;
}

/** The run's own settings with every change up to that instant, its own included. */
export function settingsAt(
  { config, nodeConfig, network, safeguards, disk, faults }: Settings & Pick<ResolvedRun, 'faults'>,
  timeUs: number,
): Settings {
  const own = { network: { ...network }, safeguards: { ...safeguards } };
  const settings: typeof own & Pick<Settings, 'disk'> = disk === undefined ? own : { ...own, disk };
  let configs: Configs = { config, ...(nodeConfig !== undefined && { nodeConfig }) };
  for (const fault of faults) {
    // They are in order of time: what comes now is later still.
    if (Math.round(fault.atMs * 1000) > timeUs) break;
    if (fault.kind !== 'configure') continue;
    configs = changedConfigs(configs, fault);
    Object.assign(settings.network, fault.network);
    Object.assign(settings.safeguards, fault.safeguards);
    if (fault.disk !== undefined) Object.assign(settings, { disk: fault.disk });
  }
  return { ...configs, ...settings };
}

export function sameSettings(a: Settings, b: Settings): boolean {
  return (
    sameValues(a.config, b.config) &&
    sameNodeConfig(a.nodeConfig, b.nodeConfig) &&
    sameNetwork(a.network, b.network) &&
    sameValues(a.safeguards, b.safeguards) &&
    sameDisk(a.disk, b.disk)
  );
}

export function sameDisk(a: Disk | undefined, b: Disk | undefined): boolean {
  return String(a?.latencyMs ?? NO_LATENCY) === String(b?.latencyMs ?? NO_LATENCY);
}

export function sameNetwork(a: Network, b: Network): boolean {
  return (
    a.latencyMs[0] === b.latencyMs[0] &&
    a.latencyMs[1] === b.latencyMs[1] &&
    a.lossRatio === b.lossRatio &&
    a.duplicateRatio === b.duplicateRatio
  );
}

export function sameValues<T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
