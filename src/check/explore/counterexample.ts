/**
 * A way into a violation, as a run that everybody can open: all nodes stand still except in their turns, no message
 * arrives by itself, and what is to arrive is handed over.
 *
 * What the exploration takes for one instant is drawn apart: the k-th move happens k small steps after its instant. All
 * instants are multiples of what divides the durations, and all steps together are shorter than that; so whatever was due
 * is due, and whatever was not is not. Only moments that were equal are not any more.
 */
import type { NodeId } from '../../core/program';
import {
  systemOfRun,
  whichOf,
  type Fault,
  type FaultAction,
  type ResolvedRun,
  type Run,
} from '../../sim/run';
import { simulate } from '../../sim/simulate';
import { invariantsOf } from '../invariants/of-protocol';
import { Monitor } from '../monitor';
import type { Cluster, Clusters, Move, Violated } from './cluster';

export interface Counterexample {
  /** The `id` of the invariant; null where a program failed. */
  readonly invariant: string | null;
  readonly witnesses: readonly NodeId[];
  /** What is wrong, a full sentence. */
  readonly text: string;
  /** The moves from the start, in words. */
  readonly moves: readonly Told[];
  readonly run: Run;
  /** When the moves begin: what comes before them only brings about the start. */
  readonly startMs: number;
  /** When all of it has happened. */
  readonly endMs: number;
  /** Whether the same is violated when the run is simulated. */
  readonly replays: boolean;
}

export interface Told {
  readonly atMs: number;
  /** A sentence without its full stop. */
  readonly text: string;
}

/** A turn of a node. Messages are numbered as they are sent, copies not counted. */
interface Turn {
  readonly kind: Move['kind'];
  readonly node: number;
  /** The instant that the exploration takes it to be at, since the start. */
  readonly instantUs: number;
  /** What it was given. */
  readonly message: number | null;
  /** To whom it sends. */
  readonly sentTo: readonly number[];
  readonly text: string;
}

/** A freeze comes so long after its thaw: a node's turn is over at once. */
const TURN_US = 1;

/** `moves` come after those of the prologue. */
export function counterexampleOf(
  clusters: Clusters,
  prologue: readonly Move[],
  moves: readonly Move[],
  { invariant, witnesses, text }: Violated,
): Counterexample {
  const { run } = clusters;
  const turns = turnsOf(clusters, [...prologue, ...moves]);
  const unitUs = divisorUs(run);
  const stepUs = Math.floor(unitUs / (turns.length + 1));
  const times = turns.map(({ instantUs }, at) => instantUs + (at + 1) * stepUs);
  const endUs = (times.at(-1) ?? 0) + unitUs;
  const scripted: Run = {
    version: 1,
    ...whichOf(run),
    nodes: run.nodes,
    seed: run.seed,
    config: run.config,
    safeguards: run.safeguards,
    network: { latencyMs: [endUs / 1000 + 1, endUs / 1000 + 1], lossRatio: 0, duplicateRatio: 0 },
    faults: faultsOf(run.nodes, turns, times),
  };
  const told = turns.map((turn, at) => ({ atMs: (times[at] as number) / 1000, text: turn.text }));
  return {
    ...{ invariant, witnesses, text },
    moves: told.slice(prologue.length),
    run: scripted,
    startMs: told[prologue.length]?.atMs ?? 0,
    endMs: endUs / 1000,
    replays: stepUs > TURN_US && violates(scripted, endUs / 1000, invariant, witnesses),
  };
}

function turnsOf(clusters: Clusters, moves: readonly Move[]): readonly Turn[] {
  const { run, letters } = clusters;
  const looks = new Map(systemOfRun(run).verbs.map(({ verb, label }) => [verb, label.replace(/:.*/, '')]));
  let cluster: Cluster = clusters.first();
  /** What can still arrive, by letter and by number. */
  let flying: { readonly letter: number; readonly message: number }[] = [];
  let sentCount = 0;
  let instantUs = 0;
  return moves.map((move): Turn => {
    const { cluster: next, node, turn, passedUs } = clusters.after(cluster, move);
    cluster = next;
    instantUs += passedUs;
    if (passedUs > 0) {
      flying = flying.map(({ letter, message }) => ({ letter: letters.after(letter, passedUs), message }));
    }
    const id = run.nodes[node] as string;
    let text = move.kind === 'timer' ? `${id} has its turn` : `${id} restarts: only its disk is kept`;
    let message: number | null = null;
    if (move.kind === 'deliver') {
      const found = flying.find(({ letter }) => letter === move.letter);
      message = found?.message ?? null;
      if (!move.again) flying = flying.filter((one) => one !== found);
      const { from, message: said } = letters.get(move.letter);
      const what = `${run.nodes[from]}'s ${looks.get(said.verb) ?? said.verb} reaches ${id}`;
      text = move.again ? `${what}, and is still on its way` : what;
    }
    for (const letter of turn.sent) {
      flying.push({ letter, message: sentCount });
      sentCount += 1;
    }
    const sentTo = turn.sent.map((letter) => letters.get(letter).to);
    return { kind: move.kind, node, instantUs, message, sentTo, text };
  });
}

function faultsOf(
  ids: readonly NodeId[],
  turns: readonly Turn[],
  times: readonly number[],
): readonly Fault[] {
  const faults: Fault[] = ids.map((node) => ({ atMs: 0, kind: 'freeze', node }));
  const arrivals = new Map<number, number>();
  for (const { message } of turns) {
    if (message !== null) arrivals.set(message, (arrivals.get(message) ?? 0) + 1);
  }
  /** By message: the number that the trace gives it. A copy has the next one. */
  const numbers: number[] = [];
  const arrived = new Set<number>();
  let number = 0;
  turns.forEach(({ kind, node: place, message, sentTo }, at) => {
    const node = ids[place] as string;
    const atUs = times[at] as number;
    const add = (timeUs: number, action: FaultAction): void => {
      faults.push({ atMs: timeUs / 1000, ...action });
    };
    const doubled = new Set(sentTo.filter((_, nth) => (arrivals.get(numbers.length + nth) ?? 0) > 1));
    const double = (timeUs: number, duplicateRatio: number): void => {
      for (const to of doubled)
        add(timeUs, { kind: 'link', from: node, to: ids[to] as string, duplicateRatio });
    };
    if (kind === 'restart') {
      add(atUs, { kind: 'restart', node, disk: 'kept' });
      add(atUs, { kind: 'freeze', node });
      return;
    }
    double(atUs, 1);
    add(atUs, { kind: 'thaw', node });
    if (message !== null) {
      const copy = arrived.has(message) ? 1 : 0;
      arrived.add(message);
      add(atUs, { kind: 'deliver', message: (numbers[message] as number) + copy });
    }
    add(atUs + TURN_US, { kind: 'freeze', node });
    double(atUs + TURN_US, 0);
    for (const to of sentTo) {
      numbers.push(number);
      number += doubled.has(to) ? 2 : 1;
    }
  });
  return faults;
}

/** All instants are multiples of this. */
function divisorUs(run: ResolvedRun): number {
  const fields = systemOfRun(run).config.filter(({ unit }) => unit === 'ms');
  return fields.reduce((divisor, { name }) => greatestCommon(divisor, (run.config[name] ?? 0) * 1000), 0);
}

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b);
}

function violates(run: Run, endMs: number, invariant: string | null, witnesses: readonly NodeId[]): boolean {
  const monitor = new Monitor(invariantsOf(systemOfRun(run)));
  const { world } = simulate(run, endMs, { observers: [monitor], keepTrace: false });
  if (invariant === null) return witnesses.every((id) => world.slot(id).status === 'crashed');
  return monitor.violations.some((violation) => violation.invariant === invariant);
}
