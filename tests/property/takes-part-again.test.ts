/**
 * A node that was away takes part again: it grants to the leader and takes its copies within `downAfterMs` of its return,
 * and what fails later costs no more than it would have cost without the absence. Kinds of runs, each over many seeds,
 * sizes, timings and lengths of the absence.
 */
import { describe, expect, test } from 'vitest';
import { clusterView, simulate, type Fault, type Run } from '../../src/sim';
import { Monitor } from '../../src/check/monitor';
import { History } from '../../src/sim/trace/history';
import { resolveRun } from '../../src/sim/run';
import { THOROUGHNESS } from './search';

const SEEDS = Array.from({ length: 3 * THOROUGHNESS }, (_, at) => at + 1);

/** Two timings: that of the defaults, and a quick one. */
const TIMINGS = {
  usual: { config: {}, network: { latencyMs: [20, 60] as const }, downAfterMs: 5000, roundsMost: 1.3 },
  quick: {
    config: {
      hbIntervalMs: 100,
      downAfterMs: 1000,
      electionTimeoutMs: 1000,
      electionBackoffMs: 300,
      electionBackoffJitterMs: 1000,
    },
    network: { latencyMs: [1, 5] as const },
    downAfterMs: 1000,
    roundsMost: 1.1,
  },
};
type Timing = (typeof TIMINGS)[keyof typeof TIMINGS];

const nodesOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `n${at + 1}`);

function runOf(timing: Timing, count: number, seed: number, faults: readonly Fault[] = []): Run {
  const { config, network } = timing;
  return {
    ...{ version: 1, protocol: 'quorum', nodes: nodesOf(count), seed, config, network, faults },
    clients: 1,
  };
}

/** Who leads a run without faults at a moment; the same run with later faults has the same leader then. */
function leaderAt(run: Run, atMs: number): string {
  const { nodes } = simulate(run, atMs, { keepTrace: false }).view;
  return nodes.find(({ authority }) => authority)!.id;
}

/** Sentences about everybody who is up and does not take part at the end of the run. */
function idle(run: Run, atMs: number): string[] {
  const { world, view } = simulate(run, atMs, { keepTrace: false });
  const leader = view.nodes.find(({ authority }) => authority)?.id;
  if (leader === undefined) return [`seed ${run.seed}: nobody leads at ${atMs} ms`];
  const { replOffset } = world.slot(leader).observation;
  return run.nodes.flatMap((id) => {
    const { observation, status } = world.slot(id);
    if (status !== 'up') return [];
    const words = `seed ${run.seed}, ${atMs} ms: ${id}`;
    if (observation.grantsTo !== leader) return [`${words} grants to ${observation.grantsTo}`];
    return observation.replOffset + 3 < replOffset
      ? [`${words} has ${observation.replOffset} of ${replOffset}`]
      : [];
  });
}

/** Moments, 20 ms apart, at which nobody had authority; and what was violated. */
function troubles(run: Run, fromMs: number, untilMs: number): string[] {
  const monitor = new Monitor();
  const { trace } = simulate(run, untilMs, { observers: [monitor] });
  const history = new History(trace, resolveRun(run).network);
  const troubled = monitor.violations.map(({ text }) => `seed ${run.seed}: ${text}`);
  for (let atMs = fromMs; atMs < untilMs; atMs += 20) {
    const { nodes } = clusterView(run.protocol, history.at(atMs * 1000));
    if (!nodes.some(({ authority }) => authority)) {
      return [...troubled, `seed ${run.seed}: nobody may lead at ${atMs} ms`];
    }
  }
  return troubled;
}

type Absence = (node: string, nodes: readonly string[], fromMs: number, toMs: number) => readonly Fault[];

const ABSENCES: Readonly<Record<string, Absence>> = {
  frozen: (node, _nodes, fromMs, toMs) => [
    { atMs: fromMs, kind: 'freeze', node },
    { atMs: toMs, kind: 'thaw', node },
  ],
  'cut off': (node, _nodes, fromMs, toMs) => [
    { atMs: fromMs, kind: 'partition', groups: [[node]] },
    { atMs: toMs, kind: 'healAll' },
  ],
  deaf: (node, nodes, fromMs, toMs) =>
    nodes
      .filter((from) => from !== node)
      .flatMap((from) => [
        { atMs: fromMs, kind: 'cut', from, to: node },
        { atMs: toMs, kind: 'heal', from, to: node },
      ]),
  'deaf to its leader alone': (node, [leader], fromMs, toMs) => [
    { atMs: fromMs, kind: 'cut', from: leader!, to: node },
    { atMs: toMs, kind: 'heal', from: leader!, to: node },
  ],
  'down, and started again': (node, _nodes, fromMs, toMs) => [
    { atMs: fromMs, kind: 'kill', node },
    { atMs: toMs, kind: 'restart', node, disk: 'kept' },
  ],
};

describe.each(Object.entries(TIMINGS))('with the %s timing', (_name, timing) => {
  const { downAfterMs } = timing;
  const calmMs = 3 * downAfterMs;

  describe.each(Object.entries(ABSENCES))('a follower that was %s', (_absence, away) => {
    test.each([
      [3, 0.8],
      [3, 2],
      [3, 6],
      [5, 1.5],
      [5, 3.3],
      [7, 2],
    ])('of %i, for %d × downAfterMs, takes part again', (count, share) => {
      for (const seed of SEEDS) {
        const plain = runOf(timing, count, seed);
        const leader = leaderAt(plain, calmMs);
        const followers = plain.nodes.filter((id) => id !== leader);
        const backMs = calmMs + share * downAfterMs;
        const faults = away(followers.at(-1)!, [leader, ...followers], calmMs, backMs);
        const run = { ...plain, faults };
        expect(idle(run, backMs + downAfterMs)).toEqual([]);
        // The next one to fail is another follower: the same as if nothing had been.
        const failsMs = backMs + 2 * downAfterMs;
        const worse: Run = {
          ...run,
          faults: [...faults, { atMs: failsMs, kind: 'kill', node: followers[0]! }],
        };
        expect(troubles(worse, calmMs, failsMs + 3 * downAfterMs)).toEqual([]);
        expect(idle(worse, failsMs + 2 * downAfterMs)).toEqual([]);
      }
    });
  });

  test.each([
    [5, 2],
    [7, 3],
    [5, 1],
  ])('of %i, %i that were cut off together take part again', (count, few) => {
    for (const seed of SEEDS) {
      const plain = runOf(timing, count, seed);
      const leader = leaderAt(plain, calmMs);
      const others = plain.nodes.filter((id) => id !== leader);
      const backMs = calmMs + 10 * downAfterMs;
      const faults: Fault[] = [
        { atMs: calmMs, kind: 'partition', groups: [others.slice(-few)] },
        { atMs: backMs, kind: 'healAll' },
        { atMs: backMs + 5 * downAfterMs, kind: 'kill', node: others[0]! },
      ];
      // A client on the lesser side finds nobody; authority is what counts.
      const run = { ...plain, clients: 0, faults };
      expect(troubles(run, calmMs, backMs + 10 * downAfterMs)).toEqual([]);
      expect(idle(run, backMs + downAfterMs)).toEqual([]);
    }
  });

  test('a leader that hears nobody is replaced in one round, nearly always', () => {
    let rounds = 0;
    const seeds = Array.from({ length: 30 }, (_, at) => at + 1);
    for (const seed of seeds) {
      const plain = runOf(timing, 5, seed);
      const leader = leaderAt(plain, calmMs);
      const faults = plain.nodes
        .filter((id) => id !== leader)
        .map((from): Fault => ({ atMs: calmMs, kind: 'cut', from, to: leader }));
      const { view } = simulate({ ...plain, faults }, calmMs + 6 * downAfterMs, { keepTrace: false });
      const next = view.nodes.find(({ authority }) => authority);
      expect(next, `seed ${seed}`).toBeDefined();
      expect(next!.id).not.toBe(leader);
      rounds += next!.epoch - 2;
    }
    // Who waits for a moment of its own is told from the others by it only where messages are much faster.
    expect(rounds).toBeLessThanOrEqual(seeds.length * timing.roundsMost);
  });
});

test('two of five that stood in vain instead of asking are missed when the next one fails at once', () => {
  // A candidacy lasts longer than a lease here.
  const timing = TIMINGS.quick;
  const { downAfterMs } = timing;
  const calmMs = 3 * downAfterMs;
  const outages = (preVote: boolean) =>
    SEEDS.filter((seed) => {
      const plain: Run = { ...runOf(timing, 5, seed), clients: 0, safeguards: { preVote } };
      const leader = leaderAt(plain, calmMs);
      const others = plain.nodes.filter((id) => id !== leader);
      const backMs = calmMs + 10 * downAfterMs;
      const failsMs = backMs + 0.3 * downAfterMs;
      const faults: Fault[] = [
        { atMs: calmMs, kind: 'partition', groups: [others.slice(-2)] },
        { atMs: backMs, kind: 'healAll' },
        { atMs: failsMs, kind: 'kill', node: others[0]! },
      ];
      return troubles({ ...plain, faults }, backMs, failsMs + 3 * downAfterMs).length > 0;
    });
  expect(outages(true)).toEqual([]);
  expect(outages(false)).toEqual(SEEDS);
});
