/**
 * From a run that breaks something to the smallest one that breaks the same: fewer faults, fewer nodes, a calmer network,
 * rounder and shorter times, until no single change of these makes it simpler (delta debugging; Zeller and Hildebrandt,
 * 2002). Every candidate is run from its start; only what breaks the same invariant again is taken. Of a cluster that never
 * becomes whole, only what ends with everything healed: what is still broken then would be reason enough.
 */
import { withNodeConfig, type NodeConfig } from '../../sim/node-config';
import { advance } from '../../sim/cluster/advance';
import { World } from '../../sim/cluster/world';
import { InlineHost } from '../../sim/inline-host';
import { membersOf, resolveRun, systemOfRun, type Fault, type Run } from '../../sim/run';
import { whyImpossible } from '../../sim/impossible';
import { whyRefused } from '../../sim/run-rules';
import type { Violation } from '../invariant';
import { invariantsOf } from '../invariants/of-protocol';
import { Monitor } from '../monitor';
import { brokenAmong, electorate } from '../wholeness/broken';
import { isLiveness } from './never-whole';

export interface Shrunk {
  readonly run: Run;
  /** The first violation of that invariant in it. */
  readonly violation: Violation;
  /** How many candidates were run so far. */
  readonly tries: number;
  readonly done: boolean;
}

/** A run that might do as well, and how it was made simpler. */
type Candidates = (run: Run, violation: Violation) => Iterable<Run>;

/** With more faults than this every pair of them is too many to try. */
const MOST_PAIRED = 24;

/**
 * Yields after each candidate that was taken, and last of all with `done`. `run` must break `invariant` before
 * `untilMs`; throws if it does not.
 */
export function* shrink(run: Run, invariant: string, untilMs: number): Generator<Shrunk, Shrunk> {
  const watched = invariantsOf(systemOfRun(run)).filter(({ id }) => id === invariant);
  const mustBeHealed = isLiveness(invariant);
  const first = violationOf(run, untilMs);
  if (first === null) throw new Error(`this run does not break ${invariant} within ${untilMs} ms`);
  let tries = 0;
  let best: { run: Run; violation: Violation } = { run, violation: first };

  for (;;) {
    let progress = false;
    for (const candidates of PASSES) {
      // A pass goes on from what it found, as long as it finds anything.
      for (let again = true; again;) {
        again = false;
        for (const candidate of candidates(best.run, best.violation)) {
          if (!isSimpler(candidate, best.run) || whyRefused(candidate) !== null) continue;
          tries += 1;
          const violation = violationOf(candidate, best.violation.atUs / 1000 + graceMs(candidate));
          if (violation === null) continue;
          best = { run: candidate, violation };
          progress = again = true;
          yield { ...best, tries, done: false };
          break;
        }
      }
    }
    if (!progress) return { ...best, tries, done: true };
  }

  function violationOf(candidate: Run, beforeMs: number): Violation | null {
    const monitor = new Monitor(watched);
    const host = new InlineHost();
    const world = new World(resolveRun(candidate), host, [monitor], false);
    world.trace.mute();
    const untilUs = Math.round(beforeMs * 1000);
    const sliceUs = Math.max(1, Math.round(untilUs / 20));
    const found = () => monitor.violations[0] ?? monitor.notes[0] ?? null;
    while (world.headUs < untilUs && found() === null) {
      advance(world, host, Math.min(untilUs, world.headUs + sliceUs));
    }
    return mustBeHealed && found() !== null && brokenAmong(world, electorate(world)).length > 0
      ? null
      : found();
  }
}

/** What makes a run hard to follow, the worst first. Only what weighs less is tried, so shrinking comes to an end. */
function weightsOf(run: Run): readonly number[] {
  const { network } = resolveRun(run);
  const faults = faultsOf(run);
  const halfMissMs = systemOfRun(run).missedAfterMs(resolveRun(run).config) / 2;
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return [
    faults.length,
    run.nodes.length,
    (run.clients ?? 0) + (run.exports === true ? 1 : 0),
    Number(network.lossRatio > 0) + Number(network.duplicateRatio > 0),
    Number(network.latencyMs[0] !== network.latencyMs[1]),
    Number(run.seed > 3),
    run.nodes.filter((id, at) => id !== `n${at + 1}`).length,
    Math.ceil((faults.at(-1)?.atMs ?? 0) / halfMissMs),
    sum(faults.map((fault) => digitsIn(fault.atMs) + valueDigits(fault))),
    sum(faults.map(({ atMs }) => atMs)),
  ];
}

function isSimpler(a: Run, b: Run): boolean {
  const before = weightsOf(b);
  const after = weightsOf(a);
  const differs = after.findIndex((weight, at) => weight !== before[at]);
  return differs >= 0 && after[differs]! < before[differs]!;
}

function valueDigits(fault: Fault): number {
  if (fault.kind === 'clock') return digitsIn(fault.offsetMs ?? 0);
  if (fault.kind !== 'link' || fault.latencyMs === undefined) return 0;
  const [min, max] = fault.latencyMs;
  return digitsIn(min) + (max === min ? 0 : digitsIn(max));
}

/** How many digits must be said of a time: 2500 has two, 1234.5 five. */
function digitsIn(ms: number): number {
  return String(Math.abs(Math.round(ms * 1000))).replace(/0+$/, '').length;
}

/** With a fault less the same may take a little longer. */
function graceMs(run: Run): number {
  return 2 * systemOfRun(run).missedAfterMs(resolveRun(run).config);
}

const faultsOf = (run: Run): readonly Fault[] => run.faults ?? [];
const withFaults = (run: Run, faults: readonly Fault[]): Run => ({ ...run, faults });

const lateFaults: Candidates = function* (run, { atUs }) {
  const early = faultsOf(run).filter(({ atMs }) => atMs * 1000 <= atUs);
  if (early.length < faultsOf(run).length) yield withFaults(run, early);
};

/** Halves, quarters, … and at last single faults. */
const fewerFaults: Candidates = function* (run) {
  const faults = faultsOf(run);
  for (let size = faults.length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = faults.length - size; from >= 0; from -= size) {
      yield withFaults(run, faults.toSpliced(from, size));
    }
  }
};

/** A kill and its restart, a cut and its healing: one alone may not be left out. */
const fewerPairs: Candidates = function* (run) {
  const faults = faultsOf(run);
  if (faults.length > MOST_PAIRED) return;
  for (let a = faults.length - 1; a > 0; a -= 1) {
    for (let b = a - 1; b >= 0; b -= 1) yield withFaults(run, faults.toSpliced(a, 1).toSpliced(b, 1));
  }
};

/** Many cuts are one partition, many healings heal all. */
const wholeFaults: Candidates = function* (run) {
  const faults = faultsOf(run);
  const cuts = faults.filter(({ kind }) => kind === 'cut');
  if (cuts.length > 1) {
    for (const { id } of membersOf(run)) {
      const own = cuts.filter((fault) => 'from' in fault && (fault.from === id || fault.to === id));
      for (const { atMs } of own) {
        const together = own.filter((fault) => Math.abs(fault.atMs - atMs) < 1);
        if (together.length < 2) continue;
        const rest = faults.filter((fault) => !together.includes(fault));
        yield withFaults(run, inOrder([...rest, { atMs, kind: 'partition', groups: [[id]] }]));
      }
    }
  }
  const heals = faults.filter(({ kind }) => kind === 'heal');
  for (const { atMs } of heals) {
    const together = heals.filter((fault) => Math.abs(fault.atMs - atMs) < 1);
    if (together.length < 2) continue;
    const rest = faults.filter((fault) => !together.includes(fault));
    yield withFaults(run, inOrder([...rest, { atMs, kind: 'healAll' }]));
  }
};

const fewerNodes: Candidates = function* (run) {
  if (run.nodes.length <= 1) return;
  for (const id of [...run.nodes].reverse()) {
    const nodes = run.nodes.filter((other) => other !== id);
    const { nodeConfig = {}, ...rest } = run;
    const own = Object.entries(nodeConfig).filter(([node]) => node !== id);
    const smaller: Run = { ...rest, ...withNodeConfig(Object.fromEntries(own)), nodes };
    const faults = faultsOf(run).flatMap((fault): Fault[] => {
      if (fault.kind === 'partition') {
        const groups = fault.groups.map((group) => group.filter((member) => member !== id));
        return groups.some((group) => group.length > 0) ? [{ ...fault, groups }] : [];
      }
      return whyImpossible(fault, smaller) === null ? [fault] : [];
    });
    yield withFaults(smaller, faults);
  }
};

const fewerServices: Candidates = function* (run) {
  const { clients = 0 } = run;
  if (clients > 1) yield onlyPossible({ ...run, clients: clients - 1 });
  if (run.exports === true) yield onlyPossible({ ...run, exports: false });
};

const calmerNetwork: Candidates = function* (run) {
  const { network } = resolveRun(run);
  const [min, max] = network.latencyMs;
  if (network.lossRatio > 0) yield { ...run, network: { ...network, lossRatio: 0 } };
  if (network.duplicateRatio > 0) yield { ...run, network: { ...network, duplicateRatio: 0 } };
  const middle = Math.max(1, Math.round((min + max) / 2));
  for (const latencyMs of [middle, Math.ceil(min), Math.round(max)]) {
    if (min !== max && latencyMs >= 1)
      yield { ...run, network: { ...network, latencyMs: [latencyMs, latencyMs] } };
  }
};

const smallSeeds: Candidates = function* (run) {
  if (run.seed > 3) for (let seed = 1; seed <= 3; seed += 1) yield { ...run, seed };
};

/** Less time before something happens, for it and all that follows. */
const shorterTimes: Candidates = function* (run) {
  const faults = faultsOf(run);
  for (let at = 0; at < faults.length; at += 1) {
    const beforeMs = faults[at - 1]?.atMs ?? 0;
    const gapMs = faults[at]!.atMs - beforeMs;
    for (const share of [1, 0.5, 0.25]) {
      const shiftMs = gapMs * share;
      if (shiftMs < 1) continue;
      yield withFaults(
        run,
        faults.map((fault, place) => (place < at ? fault : { ...fault, atMs: tidy(fault.atMs - shiftMs) })),
      );
    }
  }
};

/** Multiples of the coarsest unit that does. */
const rounderTimes: Candidates = function* (run) {
  const faults = faultsOf(run);
  for (let at = 0; at < faults.length; at += 1) {
    const { atMs } = faults[at]!;
    for (const unitMs of [1000, 500, 100, 50, 10, 5, 1]) {
      if (atMs % unitMs === 0) break;
      const below = Math.floor(atMs / unitMs) * unitMs;
      for (const roundedMs of [below, below + unitMs] as const) {
        yield withFaults(run, inOrder(faults.with(at, { ...faults[at]!, atMs: roundedMs })));
      }
    }
  }
};

const rounderValues: Candidates = function* (run) {
  const faults = faultsOf(run);
  for (let at = 0; at < faults.length; at += 1) {
    const fault = faults[at]!;
    if (fault.kind === 'clock' && fault.offsetMs !== undefined) {
      for (const unitMs of [1000, 100, 10, 1]) {
        const rounded: number = Math.round(fault.offsetMs / unitMs) * unitMs;
        if (rounded === fault.offsetMs) break;
        yield withFaults(run, faults.with(at, { ...fault, offsetMs: rounded }));
      }
    }
    if (fault.kind === 'link' && fault.latencyMs !== undefined && fault.latencyMs[0] !== fault.latencyMs[1]) {
      const [min, max] = fault.latencyMs;
      for (const latencyMs of [Math.round(max), Math.ceil(min)]) {
        yield withFaults(run, faults.with(at, { ...fault, latencyMs: [latencyMs, latencyMs] }));
      }
    }
  }
};

/** n1, n2, …: who is left goes by the names that people expect. */
const plainNames: Candidates = function* (run) {
  const names = new Map(run.nodes.map((id, at) => [id, `n${at + 1}`]));
  if (run.nodes.every((id) => names.get(id) === id)) return;
  const renamed = (id: string): string => names.get(id) ?? id;
  yield {
    ...run,
    nodes: run.nodes.map(renamed),
    ...(run.bootstrap != null && { bootstrap: renamed(run.bootstrap) }),
    ...(run.nodeConfig !== undefined && { nodeConfig: renamedKeys(run.nodeConfig, renamed) }),
    faults: faultsOf(run).map((fault): Fault => {
      if (fault.kind === 'partition')
        return { ...fault, groups: fault.groups.map((group) => group.map(renamed)) };
      if ('node' in fault) return { ...fault, node: renamed(fault.node) };
      if ('from' in fault) return { ...fault, from: renamed(fault.from), to: renamed(fault.to) };
      return fault;
    }),
  };
};

const renamedKeys = (nodeConfig: NodeConfig, renamed: (id: string) => string): NodeConfig =>
  Object.fromEntries(Object.entries(nodeConfig).map(([id, own]) => [renamed(id), own]));

const PASSES: readonly Candidates[] = [
  lateFaults,
  fewerFaults,
  fewerNodes,
  fewerServices,
  wholeFaults,
  fewerPairs,
  calmerNetwork,
  smallSeeds,
  plainNames,
  shorterTimes,
  rounderTimes,
  rounderValues,
];

const tidy = (ms: number): number => Math.max(0, Math.round(ms * 1000) / 1000);

const inOrder = (faults: readonly Fault[]): readonly Fault[] => [...faults].sort((a, b) => a.atMs - b.atMs);

const onlyPossible = (run: Run): Run =>
  withFaults(
    run,
    faultsOf(run).filter((fault) => whyImpossible(fault, run) === null),
  );
