/** What is tried again and again in the lab: a cluster and its network, without a seed and without faults. */
import type { NodeId } from '../../core/program';
import type { Config, FailoverBound, Safeguards } from '../../core/protocol';
import type { Which } from '../../core/registry';
import type { System } from '../../core/system';
import { RandomStream, streamState } from '../../sim/random';
import { whyInVain } from '../../sim/outlook';
import {
  resolveConfig,
  resolveRun,
  systemOfRun,
  whichOf,
  type Fault,
  type Network,
  type ResolvedRun,
} from '../../sim/run';

/** Plain data. The lab looks at elections alone, so there are neither clients nor exports. */
export interface LabSetup extends Which {
  readonly nodes: readonly NodeId[];
  /** Fields that are left out take their defaults, or follow from others. */
  readonly config: Config;
  readonly network: Network;
  readonly safeguards: Safeguards;
}

/** Milliseconds that this cluster goes by. */
export interface Pace {
  /** After how long a leader that is gone is missed. */
  readonly missedMs: number;
  /** All its timeouts one after the other: by then whatever an election left behind is over. */
  readonly allMs: number;
  /** Who has not found a leader after that long is not about to. */
  readonly patienceMs: number;
}

/** How often all timeouts may pass before a cluster is given up. */
const PATIENCE = 20;

export function systemOfSetup(setup: LabSetup): System {
  return systemOfRun(whichOf(setup));
}

/** A sentence that says why such a cluster cannot be; null if it can. */
export function problemOf(setup: LabSetup): string | null {
  const system = systemOfSetup(setup);
  const config = resolveConfig(system, setup.config);
  for (const { name, min, max } of system.config) {
    const value = config[name]!;
    if (value < min || value > max) return `${name} (${value}) must be from ${min} to ${max}.`;
  }
  const [least, most] = setup.network.latencyMs;
  if (least > most) return `The least latency (${least} ms) must not be above the most (${most} ms).`;
  return system.checkConfig(config, setup.safeguards);
}

/**
 * Why nobody would take over from a leader that fails, whatever chance does; null if somebody may. A sentence as that of
 * `problemOf`; `setup` must have no such problem.
 */
export function whyNoFailover(setup: LabSetup): string | null {
  const system = systemOfSetup(setup);
  // Where nodes vote, two of two are a majority: once the leader is gone nobody is.
  const fewest = system.store === undefined ? 3 : 2;
  const { length } = setup.nodes;
  if (length < fewest) {
    return `With ${length} ${length === 1 ? 'node' : 'nodes'} there is nobody to take over from a leader that failed; use at least ${fewest}.`;
  }
  const vain = whyInVain(setup, length, resolveConfig(system, setup.config), setup.network);
  return vain === null ? null : `There is nothing to measure: ${vain}`;
}

export function paceOf(setup: LabSetup): Pace {
  const system = systemOfSetup(setup);
  const config = resolveConfig(system, setup.config);
  const durations = system.config.filter(({ unit }) => unit === 'ms').map(({ name }) => config[name]!);
  const missedMs = system.missedAfterMs(config);
  // Where time is counted in ticks no single duration is a timeout; the longest is twice the shortest.
  const inTicksMs = durations.some((ms) => ms >= missedMs) ? 0 : 2 * missedMs;
  const allMs = durations.reduce((sum, ms) => sum + ms, inTicksMs) + 4 * setup.network.latencyMs[1];
  return { missedMs, allMs, patienceMs: PATIENCE * allMs };
}

/** What the protocol's own rules say about it; empty if it says nothing. */
export function boundsOf(setup: LabSetup): readonly FailoverBound[] {
  const system = systemOfSetup(setup);
  const { network, safeguards } = setup;
  return system.failoverBounds?.(resolveConfig(system, setup.config), network.latencyMs, safeguards) ?? [];
}

/**
 * One cluster of that kind. Its processes do not begin at one instant, as those of real machines do not: their
 * heartbeats would go in step for ever, and what they add to a failover would be the same each time.
 */
export function trialRun(
  setup: LabSetup,
  seed: number,
): { readonly run: ResolvedRun; readonly luck: RandomStream } {
  const luck = new RandomStream(streamState(seed, 'faults'));
  const spreadUs = Math.max(1, Math.floor(paceOf(setup).missedMs * 250));
  const faults = setup.nodes.flatMap((node): Fault[] => [
    { atMs: 0, kind: 'freeze', node },
    { atMs: luck.below(spreadUs) / 1000, kind: 'thaw', node },
  ]);
  const { protocol, source, ...others } = setup;
  const which = whichOf({ protocol, source });
  return { run: resolveRun({ version: 1, seed, ...which, ...others, faults }), luck };
}
