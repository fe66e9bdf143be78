/** For tests: a random schedule, and on top of it what the search leaves out. */
import { systemOfRun, type Fault, type Run } from '../sim/run';
import { randomSchedule } from './schedule';

export interface HostileParts {
  readonly protocol: string;
  readonly clients?: number;
  readonly exports?: boolean;
  /** Disks that take their time, timers that fire late, messages that stall: everything but the links is slow. */
  readonly slow?: boolean;
}

/** One of each kind of run: nodes alone, with a store, with clients, with both; as it should be, and slow. */
export const EVERY_KIND: readonly HostileParts[] = [
  { protocol: 'quorum' },
  { protocol: 'kevy' },
  { protocol: 'ballot-lease' },
  { protocol: 'quorum', clients: 2, exports: true },
  { protocol: 'kevy', clients: 1 },
  { protocol: 'ballot-lease', clients: 2, exports: true },
  { protocol: 'kevy', exports: true },
  { protocol: 'raft', clients: 2, exports: true },
  { protocol: 'raft' },
  { protocol: 'quorum', slow: true },
  { protocol: 'kevy', clients: 1, slow: true },
  { protocol: 'ballot-lease', clients: 2, exports: true, slow: true },
];

/** All the kinds in turn. */
export function kindOf(seed: number): HostileParts {
  return EVERY_KIND[seed % EVERY_KIND.length]!;
}

/**
 * Skewed clocks, damaged frames, crashes, an empty disk, new settings of nodes and network, a message taken out of the
 * air. Where there is more than nodes, the same happens to the store and the clients.
 */
export function hostileRun(seed: number, kind: string | HostileParts): Run {
  const parts = typeof kind === 'string' ? { protocol: kind } : kind;
  const { run } = randomSchedule(seed, { ...parts, nodes: [1, 5] });
  const node = run.nodes[seed % run.nodes.length]!;
  const other = run.nodes.find((id) => id !== node);
  const system = systemOfRun(run);
  const { config } = system;
  // The timer that drives an election, by the name that it has there.
  const pace = ['hbIntervalMs', 'heartbeatMs', 'tickMs'].find((pace) =>
    config.some(({ name }) => name === pace),
  )!;
  // Who leads goes by what its followers have said they hold: one whose log is gone it asks again and again, for good.
  const losesDisk = seed % 3 === 0 && system.replicatesLog !== true;
  const extra: Fault[] = [
    { atMs: 0, kind: 'clock', node, rate: 0.5 + (seed % 100) / 100 },
    { atMs: 400, kind: 'configure', config: { [pace]: 20 } },
    { atMs: 700.5, kind: 'clock', node, rate: 1.7, offsetMs: -50 },
    ...(system.replicatesLog === true
      ? []
      : ([8, 9].map((value) => ({ atMs: 900, kind: 'replOffset', node, value })) satisfies Fault[])),
    { atMs: 1000, kind: 'crash', node, how: seed % 2 === 0 ? 'throw' : 'hang' },
    { atMs: 1050, kind: 'clock', node, rate: 0.8 },
    { atMs: 1100, kind: 'restart', node, disk: losesDisk ? 'wiped' : 'kept' },
    { atMs: 600, kind: 'configure', network: { latencyMs: [3, 30 + (seed % 20)], lossRatio: 0.05 } },
    { atMs: 1500, kind: 'configure', config: { [pace]: 35 }, network: { duplicateRatio: 0.1 } },
    { atMs: 1700, kind: 'configure', network: { latencyMs: [1, 2], lossRatio: 0 } },
    { atMs: 1600, kind: 'drop', message: 300 },
  ];
  if (other !== undefined) extra.push({ atMs: 500, kind: 'corrupt', from: other, to: node });
  if (parts.slow === true) extra.push(...slowness(seed, run, node));
  return {
    ...run,
    ...(parts.slow === true && { disk: { latencyMs: [0, seed % 3] } }),
    faults: [...run.faults!, ...extra, ...faultsBesideNodes(seed, run, node)],
  };
}

/** Also while a member stands still, is gone, or waits for a write. */
function slowness(seed: number, run: Run, node: string): Fault[] {
  const system = systemOfRun(run);
  const members = system.members(run.nodes).filter(({ part }) => part !== 'client');
  const verbs = Object.keys(system.codec.spec);
  const other = members[seed % members.length]!.id;
  const most = seed % 300;
  return [
    { atMs: 250, kind: 'disk', node, latencyMs: [most / 10, most] },
    { atMs: 450, kind: 'disk', node: other, latencyMs: [0, 40] },
    { atMs: 555, kind: 'freeze', node },
    { atMs: 640, kind: 'thaw', node },
    { atMs: 690, kind: 'throttle', node: other, everyMs: 0.5 + (seed % 70) },
    { atMs: 1150, kind: 'disk', node: other, latencyMs: [100, 100] },
    { atMs: 1350, kind: 'throttle', node, everyMs: 33.3 },
    ...verbs.flatMap((afterVerb, at): Fault[] => [
      { atMs: 100 + 90 * at, kind: 'stall', node, afterVerb, ms: 0.001 + (seed % 40) },
      { atMs: 900 + 90 * at, kind: 'stall', node: other, afterVerb, ms: 2 + (seed % 150) },
    ]),
    { atMs: 1750, kind: 'configure', disk: { latencyMs: [0.25, 12] } },
    { atMs: 1950, kind: 'throttle', node, everyMs: 0 },
    { atMs: 2100, kind: 'configure', disk: { latencyMs: [0, 0] } },
  ];
}

/** None where there are only nodes. */
function faultsBesideNodes(seed: number, run: Run, node: string): Fault[] {
  const system = systemOfRun(run);
  const members = system.members(run.nodes);
  const disk = seed % 4 === 0 ? 'wiped' : 'kept';
  const faults: Fault[] = [];
  for (const { id, part } of members) {
    if (part === 'node') continue;
    faults.push(
      { atMs: 200, kind: 'corrupt', from: node, to: id },
      { atMs: 300, kind: 'corrupt', from: id, to: node },
      { atMs: 650, kind: 'clock', node: id, rate: 1.3, offsetMs: 40 },
      { atMs: 1250 + (seed % 100), kind: 'crash', node: id, how: 'throw' },
      { atMs: 1400, kind: 'restart', node: id, disk },
    );
  }
  if (members.some(({ part }) => part === 'store')) {
    const key = system.store?.leaseKey ?? 'export/lease';
    faults.push(
      { atMs: 800, kind: 'store', how: 'corrupt', key },
      { atMs: 1800, kind: 'store', how: 'tombstone', key },
      { atMs: 1900, kind: 'store', how: 'tombstone', key: 'no such key' },
    );
  }
  if (run.exports === true) {
    faults.push(
      { atMs: 2150, kind: 'export', node, how: seed % 2 === 0 ? 'abandon' : 'fail' },
      { atMs: 2200, kind: 'export', node, how: 'fail' },
    );
  }
  if (system.commands?.includes('priority') === true) {
    faults.push(
      { atMs: 750, kind: 'priority', node, value: 3 },
      { atMs: 1300, kind: 'resign', node },
      { atMs: 1850, kind: 'resign', node },
    );
  }
  const to = run.nodes.find((id) => id !== node);
  if (system.commands?.includes('transfer') === true && to !== undefined) {
    faults.push(
      { atMs: 450, kind: 'transfer', node, to },
      { atMs: 1850, kind: 'transfer', node: to, to: node },
    );
  }
  if (system.commands?.includes('campaign') === true && to !== undefined) {
    faults.push({ atMs: 750, kind: 'forgetLeader', node: to }, { atMs: 1300, kind: 'campaign', node });
  }
  return faults;
}
