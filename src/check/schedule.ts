/**
 * Random hostile schedules: the runs that the search tries. A schedule follows from its seed alone. Faults rain for a
 * while; then everything is made whole, and the cluster has time to find itself.
 */
import type { NodeId } from '../core/program';
import type { Config } from '../core/protocol';
import type { Which } from '../core/registry';
import type { System } from '../core/system';
import { RandomStream, streamState } from '../sim/random';
import { systemOfRun, whichOf, type Fault, type FaultAction, type Run } from '../sim/run';
import { leaseFault } from './lease-faults';
import { lonelyReader } from './lonely-reader';
import { heedsOrders, orderFault } from './order-faults';
import { pick } from './pick';
import type { Timed } from './timed';

export interface ScheduleOptions extends Which {
  readonly safeguards?: Readonly<Record<string, boolean>>;
  /** How many nodes a schedule may have. */
  readonly nodes?: readonly [fewest: number, most: number];
  readonly clients?: number;
  /** How much of what clients do is reading, per cent; absent: as much as the protocol's default. */
  readonly readShare?: number;
  readonly exports?: boolean;
  /** How far wall clocks are set off at most, to either side; 0 for not at all. Only leases in a store go by them. */
  readonly skewMs?: number;
  /** By what share of true time the clocks of nodes run fast or slow at most, all the while; 0 for not at all. */
  readonly driftRatio?: number;
  /** Kinds of faults that do not happen. */
  readonly without?: readonly FaultAction['kind'][];
}

export interface Schedule {
  readonly run: Run;
  /** The last fault, which heals: from here on nothing but time passes. */
  readonly faultsEndMs: number;
}

/** Short, so that much happens in little virtual time; the proportions are those of real settings. */
export const SEARCH_CONFIG = {
  hbIntervalMs: 30,
  downAfterMs: 200,
  electionTimeoutMs: 120,
  electionBackoffMs: 40,
  electionBackoffJitterMs: 120,
} as const;

/** The same for leases, registers and exports: fields by name, as far as the run has them. */
const LEASE_CONFIG = {
  leaseMs: 300,
  heartbeatMs: 80,
  refreshMs: 90,
  candidateTimeoutMs: 600,
  claimJitterMs: 60,
  storeTimeoutMs: 50,
} as const;
/** Where time is counted in ticks. */
const TICK_CONFIG = { tickMs: 30, electionTick: 7, heartbeatTick: 1 } as const;
const REGISTER_CONFIG = {
  writeIntervalMs: 40,
  writeTimeoutMs: 100,
  giveUpMs: 400,
  leaderTtlMs: 400,
  replIntervalMs: 60,
} as const;
const EXPORT_CONFIG = {
  exportEveryMs: 2000,
  exportLeaseMs: 1000,
  exportWorkMs: 300,
  storeTimeoutMs: 50,
} as const;

/** The timing of the search for such a cluster, as far as it has such settings: the others keep their defaults. */
export function searchConfig({ store, spec, config }: System): Config {
  const values: Config = {
    ...(store === undefined ? SEARCH_CONFIG : LEASE_CONFIG),
    ...TICK_CONFIG,
    ...(spec.clients > 0 && REGISTER_CONFIG),
    ...(spec.exports && EXPORT_CONFIG),
  };
  return Object.fromEntries(
    Object.entries(values).filter(([given]) => config.some(({ name }) => name === given)),
  );
}

/** After this long without faults a cluster must be whole. */
export const SETTLE_WITHIN_MS = 3000;

const FAULTS_END_MS = 2400;
const MOST_FAULTS = 14;
/** Of each clock, where clocks drift. */
const RATE_CHANGES = 4;

export function randomSchedule(seed: number, options: ScheduleOptions): Schedule {
  const luck = new RandomStream(streamState(seed, 'faults'));
  const [fewest, most] = options.nodes ?? [1, 7];
  const count = fewest + luck.below(most - fewest + 1);
  const nodes = Array.from({ length: count }, (_, at) => `n${at + 1}`);
  const faults: Fault[] = [];
  const fewestFaults = 2;
  const faultCount = fewestFaults + luck.below(MOST_FAULTS - fewestFaults + 1);
  const { clients = 0, readShare, exports = false, skewMs = 0, driftRatio = 0, without = [] } = options;
  const system = systemOfRun({ ...whichOf(options), clients, exports });
  const members = system.members(nodes);
  if (driftRatio > 0) faults.push(...drift(luck, nodes, driftRatio));
  for (let i = 0; i < faultCount; i += 1) {
    const atMs = luck.below(FAULTS_END_MS * 10) / 10;
    // Where nobody is said to read no luck is drawn for it: those schedules are what they always were.
    if (readShare !== undefined && readShare > 0 && luck.chance(0.2)) {
      faults.push(
        ...lonelyReader(luck, members, skewMs).map(([delayMs, action]) => timed(atMs + delayMs, action)),
      );
      continue;
    }
    // Likewise where there is nothing beside the nodes.
    const ofLease = members.length > count && luck.chance(0.4);
    const ofOrders = !ofLease && heedsOrders(system) && luck.chance(0.15);
    const misfortune = ofLease
      ? leaseFault(luck, members, system, skewMs)
      : ofOrders
        ? orderFault(luck, nodes)
        : randomFault(luck, nodes);
    for (const [delayMs, action] of misfortune) {
      if (without.includes(action.kind)) continue;
      // The data belongs to the register, or is the log, where there is one: nobody else sets it.
      if (action.kind === 'replOffset' && (clients > 0 || system.replicatesLog === true)) continue;
      faults.push(timed(atMs + delayMs, action));
    }
  }
  const rain = faults.filter(({ atMs }) => atMs < FAULTS_END_MS).sort((a, b) => a.atMs - b.atMs);
  return {
    run: {
      version: 1,
      ...whichOf(options),
      nodes,
      seed,
      config: { ...searchConfig(system), ...(readShare !== undefined && { readShare }) },
      ...(clients > 0 && { clients }),
      ...(exports && { exports }),
      network: {
        latencyMs: pick(luck, [
          [1, 5],
          [1, 20],
          [5, 40],
          [2, 10],
        ] as const),
        lossRatio: pick(luck, [0, 0, 0.02, 0.1]),
        duplicateRatio: pick(luck, [0, 0, 0.05, 0.2]),
      },
      ...(options.safeguards && { safeguards: options.safeguards }),
      faults: [
        ...rain,
        ...recovery(
          members.map(({ id }) => id),
          rain,
        ),
      ],
    },
    faultsEndMs: FAULTS_END_MS,
  };
}

const timed = (atMs: number, action: FaultAction): Fault => ({
  atMs: Math.round(atMs * 1000) / 1000,
  ...action,
});

/** Rates that change now and then: a clock that was slow from the start would hardly ever win an election. */
function drift(luck: RandomStream, nodes: readonly NodeId[], ratio: number): Fault[] {
  const most = Math.round(ratio * 1000);
  return nodes.flatMap((node) =>
    Array.from({ length: RATE_CHANGES }, (): Fault => {
      const atMs = luck.below(FAULTS_END_MS * 10) / 10;
      return { atMs, kind: 'clock', node, rate: (1000 + luck.below(2 * most + 1) - most) / 1000 };
    }),
  );
}

/** Everything whole and running. */
export function recovery(nodes: readonly NodeId[], rain: readonly Fault[]): Fault[] {
  const atMs = FAULTS_END_MS;
  const faults: Fault[] = [{ atMs, kind: 'healAll' }];
  for (const node of nodes) {
    const last = rain.filter((fault) => 'node' in fault && fault.node === node).map(({ kind }) => kind);
    if (last.lastIndexOf('freeze') > last.lastIndexOf('thaw')) faults.push({ atMs, kind: 'thaw', node });
    if (last.lastIndexOf('kill') > last.lastIndexOf('restart')) faults.push({ atMs, kind: 'restart', node });
    if (last.includes('clock')) faults.push({ atMs, kind: 'clock', node, offsetMs: 0 });
  }
  return faults;
}

/** One misfortune: often two faults, the second of which undoes the first after a while. */
export function randomFault(luck: RandomStream, nodes: readonly NodeId[]): readonly Timed[] {
  const node = pick(luck, nodes);
  const laterMs = luck.below(8000) / 10;
  const others = nodes.filter((id) => id !== node);
  const kind = luck.below(others.length === 0 ? 3 : 10);
  switch (kind) {
    case 0:
      return [
        [0, { kind: 'kill', node }],
        [laterMs / 4, { kind: 'restart', node, disk: 'kept' }],
      ];
    case 1:
      return [
        [0, { kind: 'freeze', node }],
        [laterMs, { kind: 'thaw', node }],
      ];
    case 2:
      return [[0, { kind: 'replOffset', node, value: luck.below(5) }]];
    case 3:
    case 4: {
      const to = pick(luck, others);
      return [
        [0, { kind: 'cut', from: node, to }],
        [laterMs, { kind: 'heal', from: node, to }],
      ];
    }
    case 5: {
      const to = pick(luck, others);
      return [
        [0, { kind: 'cut', from: node, to }],
        [0, { kind: 'cut', from: to, to: node }],
        [laterMs, { kind: 'heal', from: node, to }],
        [laterMs, { kind: 'heal', from: to, to: node }],
      ];
    }
    case 6: {
      const group = nodes.filter((id) => id === node || luck.chance(0.4));
      return [
        [0, { kind: 'partition', groups: [group] }],
        [laterMs, { kind: 'healAll' }],
      ];
    }
    case 7: {
      const settings = { lossRatio: luck.below(10) / 10, duplicateRatio: luck.below(5) / 10 };
      return others.map((to) => [0, { kind: 'link', from: node, to, ...settings }]);
    }
    case 8:
      // A power cut: many forget at once whatever is not on their disks.
      return nodes
        .filter(() => luck.chance(0.6))
        .flatMap((id): Timed[] => [
          [0, { kind: 'kill', node: id }],
          [luck.below(2000) / 10, { kind: 'restart', node: id, disk: 'kept' }],
        ]);
    default:
      return [
        [0, { kind: 'link', from: node, to: pick(luck, others), latencyMs: [20, 20 + luck.below(200)] }],
      ];
  }
}
