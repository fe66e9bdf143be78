/**
 * What a hunt is after: the cluster as it stands on the page, its settings included, in every schedule of faults that
 * chance comes up with. Faults are imagined at the pace of the search and stretched to that of the cluster.
 */
import type { Config, Safeguards } from '../../core/protocol';
import type { NodeId } from '../../core/program';
import type { Which } from '../../core/registry';
import type { RandomStream } from '../../sim/random';
import { neverTooMuch } from '../../sim/air';
import { everyConfig, withNodeConfig, type NodeConfig } from '../../sim/node-config';
import { whyInVain } from '../../sim/outlook';
import {
  LONGEST_LATENCY_MS,
  LONGEST_SLOWNESS_MS,
  membersOf,
  systemOfRun,
  whichOf,
  NO_LATENCY,
  type Disk,
  type Fault,
  type FaultAction,
  type Network,
  type ResolvedRun,
  type Run,
} from '../../sim/run';
import { whyRefused } from '../../sim/run-rules';
import { leaseFault } from '../lease-faults';
import { lonelyReader } from '../lonely-reader';
import { heedsOrders, orderFault } from '../order-faults';
import { pick } from '../pick';
import { randomFault, recovery, type Schedule } from '../schedule';
import { quickAgain, slownessFault } from '../slowness-faults';
import type { Timed } from '../timed';
import { nearMiss } from './near-miss';

export interface Prey extends Which {
  readonly config: Config;
  /** Of single nodes, where a schedule has them. */
  readonly nodeConfig?: NodeConfig;
  readonly network: Network;
  readonly safeguards: Safeguards;
  readonly clients: number;
  readonly exports: boolean;
  /** How many nodes a schedule may have. */
  readonly nodes: readonly [fewest: number, most: number];
  /** Not after clusters that never become whole again. Default: after them too. */
  readonly safetyOnly?: boolean;
  /** Only after what becomes of the data that clients write. */
  readonly dataOnly?: boolean;
  /** Kinds of faults that do not happen. */
  readonly without?: readonly FaultAction['kind'][];
  /** By what share of true time the clocks of nodes run fast or slow at most, from some moment on. Absent: not at all. */
  readonly driftRatio?: number;
  /** How long a durable write takes while nobody changes that. Default: no time. */
  readonly disk?: Disk;
  /** Machines become slow, too: disks, timers, what is done on the strength of a decision. Default: they do not. */
  readonly slow?: boolean;
  /** Leaders are told to hand over, where the protocol knows how. Default: they are not. */
  readonly transfers?: boolean;
}

/** The cluster of this run, at the size that it has or at a smaller one. */
export function preyOf(run: ResolvedRun, nodes: Prey['nodes']): Prey {
  const { config, nodeConfig, network, safeguards, clients = 0, exports = false, disk } = run;
  const own = { ...withNodeConfig(nodeConfig), ...(disk && { disk }) };
  return { ...whichOf(run), config, network, safeguards, clients, exports, nodes, ...own };
}

/**
 * Of a cluster that never works every schedule would be a find, and of one that no run may have none would be: why it is
 * one, as `whyInVain`; null if it is neither.
 */
export function whyHuntedInVain(prey: Prey): string | null {
  const contradiction = everyConfig(prey)
    .map((config) => systemOfRun(prey).checkConfig(config, prey.safeguards))
    .find((sentence) => sentence !== null);
  if (contradiction !== undefined) return contradiction;
  return whyInVain(prey, prey.nodes[0], prey.config, prey.network);
}

/** What it takes to miss a leader at the pace at which faults are imagined, and how long they rain, milliseconds. */
const MISSED_AFTER_MS = 200;
const RAIN_MS = 2400;
const MOST_MISFORTUNES = 9;
/** Wall clocks are set off by at most this, where the protocol goes by them: a good part of a lease. */
const SKEW_MS = 120;

/** How much slower the cluster is than the faults were imagined. */
export function paceOf(prey: Prey): number {
  return systemOfRun(prey).missedAfterMs(prey.config) / MISSED_AFTER_MS;
}

/** A schedule to begin with; all of it follows from `luck`. */
export function wildSchedule(prey: Prey, seed: number, luck: RandomStream): Schedule {
  const [fewest, most] = prey.nodes;
  // Small clusters show most faults soonest.
  const count = Math.min(fewest + luck.below(most - fewest + 1), fewest + luck.below(most - fewest + 1));
  const nodes = Array.from({ length: count }, (_, at) => `n${at + 1}`);
  const { lossRatio, duplicateRatio, latencyMs } = prey.network;
  const run: Run = {
    version: 1,
    ...whichOf(prey),
    nodes,
    seed,
    config: prey.config,
    ...withNodeConfig(ofNodes(prey.nodeConfig, nodes)),
    network: {
      latencyMs: luck.chance(0.7) ? latencyMs : [latencyMs[0], latency(latencyMs[1] * (2 + luck.below(3)))],
      lossRatio: pick(luck, [lossRatio, lossRatio, Math.max(lossRatio, 0.05)]),
      duplicateRatio: pick(luck, [duplicateRatio, duplicateRatio, Math.max(duplicateRatio, 0.1)]),
    },
    safeguards: prey.safeguards,
    ...(prey.clients > 0 && { clients: prey.clients }),
    ...(prey.exports && { exports: true }),
    ...(prey.disk && { disk: prey.disk }),
    faults: [],
  };
  const misfortunes = 1 + luck.below(MOST_MISFORTUNES);
  const rain = Array.from({ length: misfortunes }, () => misfortune(prey, run, luck)).flat();
  return withRain(prey, run, prey.driftRatio === undefined ? rain : [...rain, ...drift(prey, run, luck)]);
}

/** Each clock at a pace of its own, often the fastest or the slowest there is, half of them from the start. */
function drift(prey: Prey, { nodes }: Run, luck: RandomStream): readonly Fault[] {
  const most = Math.round((prey.driftRatio ?? 0) * 1000);
  return nodes.map((node) => {
    const atMs = luck.chance(0.5) ? 0 : roundMs((luck.below(RAIN_MS * 10) / 10) * paceOf(prey));
    const off = luck.chance(0.5) ? most * (2 * luck.below(2) - 1) : luck.below(2 * most + 1) - most;
    return { atMs, kind: 'clock', node, rate: (1000 + off) / 1000 };
  });
}

const ofNodes = (nodeConfig: NodeConfig = {}, nodes: readonly NodeId[]): NodeConfig =>
  Object.fromEntries(Object.entries(nodeConfig).filter(([node]) => nodes.includes(node)));

/** Something that befalls the cluster, at a random time. */
export function misfortune(prey: Prey, run: Run, luck: RandomStream): readonly Fault[] {
  const atMs = luck.below(RAIN_MS * 10) / 10;
  const pace = paceOf(prey);
  const isSetByHand = prey.clients === 0 && systemOfRun(prey).replicatesLog !== true;
  return imagined(prey, run, luck)
    .filter(([, { kind }]) => kind !== 'replOffset' || isSetByHand)
    .filter(([, { kind }]) => prey.without?.includes(kind) !== true)
    .map(([delayMs, action]) => ({ atMs: roundMs((atMs + delayMs) * pace), ...stretched(action, pace) }));
}

function imagined(prey: Prey, run: Run, luck: RandomStream): readonly Timed[] {
  const members = membersOf(run);
  const system = systemOfRun(run);
  if (heedsOrders(system) && luck.chance(0.15)) return orderFault(luck, run.nodes);
  const { readShare = 0 } = prey.config;
  if (prey.clients > 0 && readShare > 0 && luck.chance(0.2)) {
    return lonelyReader(luck, members, system.store === undefined ? 0 : SKEW_MS);
  }
  if (prey.slow === true && luck.chance(0.4)) return slownessFault(luck, members, system);
  if (prey.transfers === true && run.nodes.length > 1 && luck.chance(0.3)) return transfers(luck, run.nodes);
  if (members.length > run.nodes.length && luck.chance(0.4)) {
    return leaseFault(luck, members, system, SKEW_MS);
  }
  return run.nodes.length > 1 && luck.chance(0.5) ? nearMiss(luck, run.nodes) : randomFault(luck, run.nodes);
}

/** To one node, by whoever leads: the others can only say that they do not. */
function transfers(luck: RandomStream, nodes: readonly NodeId[]): readonly Timed[] {
  const to = pick(luck, nodes);
  const others = nodes.filter((id) => id !== to);
  return others.map((node) => [luck.below(200) / 10, { kind: 'transfer', node, to }]);
}

/** The run with these faults and no others, and with everything made whole when they end. */
export function withRain(prey: Prey, run: Run, faults: readonly Fault[]): Schedule {
  const faultsEndMs = roundMs(RAIN_MS * paceOf(prey));
  const rain = faults.filter(({ atMs }) => atMs < faultsEndMs).sort((a, b) => a.atMs - b.atMs);
  const ids: readonly NodeId[] = membersOf(run).map(({ id }) => id);
  const mended = recovery(ids, rain).map((fault) => ({ ...fault, atMs: faultsEndMs }));
  const end = [...mended, ...quickAgain(rain, faultsEndMs, prey.disk?.latencyMs ?? NO_LATENCY)];
  const whole = { ...run, faults: [...rain, ...end] };
  return { run: fits(prey, whole) ? whole : quick(prey, whole), faultsEndMs };
}

/** Whether its messages fit into the air. The first half costs next to nothing and is nearly always enough. */
const fits = (prey: Prey, run: Run): boolean =>
  everyConfig(prey).every((config) => neverTooMuch(prey, config, prey.nodes[1])) || whyRefused(run) === null;

/** The same without links and networks that were made slower than the prey's own: less is on its way then. */
function quick({ network }: Prey, run: Run): Run {
  const isSlow = (fault: Fault): boolean => fault.kind === 'link' && fault.latencyMs !== undefined;
  return { ...run, network, faults: (run.faults ?? []).filter((fault) => !isSlow(fault)) };
}

/** The faults before everything is made whole. */
export function rainOf({ run, faultsEndMs }: Schedule): readonly Fault[] {
  return (run.faults ?? []).filter(({ atMs }) => atMs < faultsEndMs);
}

/** What a fault says of time, at the pace of the cluster. */
function stretched(action: FaultAction, pace: number): FaultAction {
  if (action.kind === 'link' && action.latencyMs !== undefined) {
    const [min, max] = action.latencyMs;
    return { ...action, latencyMs: [latency(min * pace), latency(max * pace)] };
  }
  if (action.kind === 'disk') {
    const [least, most] = action.latencyMs;
    return { ...action, latencyMs: [slowness(least * pace), slowness(most * pace)] };
  }
  if (action.kind === 'throttle') return { ...action, everyMs: slowness(action.everyMs * pace) };
  if (action.kind === 'stall') return { ...action, ms: slowness(action.ms * pace) };
  if (action.kind === 'clock' && action.offsetMs !== undefined) {
    return { ...action, offsetMs: roundMs(action.offsetMs * pace) };
  }
  return action;
}

const latency = (ms: number): number => Math.min(Math.max(1, roundMs(ms)), LONGEST_LATENCY_MS);

const slowness = (ms: number): number => Math.min(roundMs(ms), LONGEST_SLOWNESS_MS);

export const roundMs = (ms: number): number => Math.round(ms * 1000) / 1000;
