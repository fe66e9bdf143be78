/**
 * Why something was violated, from what was recorded: the steps of those involved that led there, the rules that were
 * off, and until when it could have been avoided. For the last, the run is replayed from earlier instants with another
 * future, in which everything is made whole and stays so.
 */
import { advance } from '../../sim/cluster/advance';
import { traceBehind } from '../../sim/cluster/resume';
import { World } from '../../sim/cluster/world';
import { faultWords } from '../../sim/fault-words';
import { InlineHost } from '../../sim/inline-host';
import { systemOfRun, type Fault } from '../../sim/run';
import { settingsAt } from '../../sim/settings';
import type { RecordRow } from '../../sim/trace/record-table';
import type { Violation } from '../../check/invariant';
import { INVARIANTS } from '../../check/invariants';
import { Monitor } from '../../check/monitor';
import { beliefsAt } from './beliefs';
import { pastAt, type Past } from '../session/past';

/** One step on the way, as a sentence without its full stop. */
export interface Step {
  readonly atUs: number;
  readonly node: string | null;
  readonly text: string;
}

export interface Explanation {
  /** Oldest first. */
  readonly steps: readonly Step[];
  /** What the witnesses took for true at that instant, by whose votes, and what never reached them; whole sentences. */
  readonly beliefs: readonly string[];
  /** What each rule that was off would have prevented. */
  readonly missing: readonly { readonly label: string; readonly protects: string }[];
  /** Null where making everything whole helps at no instant. */
  readonly avoidable: {
    /** The last instant at which it would have helped. */
    readonly untilUs: number;
    /** What made it too late. */
    readonly then: Step | null;
  } | null;
}

/** Of what a node did, what tells most of how it came to believe what it believed. */
const TELLING = new Set(['candidate', 'primary', 'replica', 'vote', 'epoch', 'authority']);
const STEPS_PER_NODE = 3;
const MOST_STEPS = 12;
/** How far back another future is tried, in instants at which something was done. */
const MOST_INSTANTS = 256;
/** How long it is given to go wrong all the same, in units of what it takes to miss a leader. */
const GRACE = 2;

/** `breathe` is awaited between replays, so that a page stays alive. */
export async function explain(
  past: Omit<Past, 'now'>,
  violation: Violation,
  breathe: () => Promise<void>,
): Promise<Explanation> {
  const { run } = past;
  const system = systemOfRun(run);
  const { safeguards } = settingsAt(run, violation.atUs);
  const steps = stepsBefore(past, violation);
  return {
    steps: leadingTo(violation, steps),
    beliefs: beliefsAt(past, violation),
    missing: system.safeguards.filter(({ name }) => safeguards[name] === false),
    avoidable: await lastChance(past, violation, steps, breathe),
  };
}

/** All that was done and said up to the violation, oldest first. */
function stepsBefore({ trace }: Omit<Past, 'now'>, { atUs }: Violation): readonly (Step & { tag: string })[] {
  const { records } = trace;
  const steps: (Step & { tag: string })[] = [];
  for (let id = records.firstKept; id < records.length; id += 1) {
    const row = records.row(id);
    if (row.atUs > atUs) break;
    const step = stepOf(trace, row);
    if (step !== null) steps.push(step);
  }
  return withFewFaults(steps);
}

/** What an operator did at one instant is one step, however many links it took. */
function withFewFaults<S extends Step & { tag: string }>(steps: readonly S[]): readonly S[] {
  return steps.flatMap((step, at) => {
    if (step.tag !== 'fault') return [step];
    const isSame = (other: S | undefined): boolean => other?.tag === 'fault' && other.atUs === step.atUs;
    if (isSame(steps[at - 1])) return [];
    let more = 0;
    while (isSame(steps[at + more + 1])) more += 1;
    return more === 0 ? [step] : [{ ...step, text: `${step.text}, and ${more} more` }];
  });
}

function stepOf(trace: Past['trace'], row: RecordRow): (Step & { tag: string }) | null {
  if (row.kind === 'fault') {
    return { atUs: row.atUs, node: null, tag: 'fault', text: faultWords(trace, row.id) };
  }
  if (row.kind !== 'event') return null;
  const text = trace.strings.text(row.text);
  const node = trace.nodes[row.node] ?? null;
  const tab = text.indexOf('\t');
  return { atUs: row.atUs, node, tag: text.slice(0, tab), text: `${node} ${text.slice(tab + 1)}` };
}

/** The latest steps of each witness, of those who voted for one, and the last faults. */
function leadingTo(violation: Violation, steps: readonly (Step & { tag: string })[]): readonly Step[] {
  const taken = new Set<Step>();
  const takeLast = (which: (step: Step & { tag: string }) => boolean, most: number): void => {
    for (const step of steps.filter(which).slice(-most)) taken.add(step);
  };
  for (const witness of violation.witnesses) {
    takeLast(({ node, tag }) => node === witness && TELLING.has(tag), STEPS_PER_NODE);
    takeLast(({ tag, text }) => tag === 'vote' && text.includes(`voted for ${witness} `), STEPS_PER_NODE);
  }
  takeLast(({ tag }) => tag === 'fault', STEPS_PER_NODE);
  return steps
    .filter((step) => taken.has(step))
    .slice(-MOST_STEPS)
    .map(({ atUs, node, text }) => ({ atUs, node, text }));
}

/** Looks for the last of those instants at which it helps to make everything whole: what helps late helps sooner. */
async function lastChance(
  past: Omit<Past, 'now'>,
  violation: Violation,
  steps: readonly Step[],
  breathe: () => Promise<void>,
): Promise<Explanation['avoidable']> {
  const instants = [...new Set([0, ...steps.map(({ atUs }) => atUs)])]
    .filter((atUs) => atUs < violation.atUs)
    .slice(-MOST_INSTANTS);
  let helps = -1;
  let late = instants.length;
  while (late - helps > 1) {
    const middle = (helps + late) >> 1;
    if (isAvoidedFrom(past, violation, instants[middle]!)) helps = middle;
    else late = middle;
    await breathe();
  }
  if (helps < 0) return null;
  const untilUs = instants[late] ?? violation.atUs;
  const then = steps.filter(({ atUs, node }) => atUs === untilUs && node !== null).at(-1) ?? null;
  return { untilUs, then: then && { atUs: then.atUs, node: then.node, text: then.text } };
}

/** Whether nothing is violated when everything is made whole at `atUs` and left alone. */
function isAvoidedFrom(past: Omit<Past, 'now'>, violation: Violation, atUs: number): boolean {
  const { run, now } = pastAt(past, atUs);
  const atMs = atUs / 1000;
  const healing: Fault[] = [{ atMs, kind: 'healAll' }];
  now.state.slots.forEach(({ status, clock, wallOffsetMs }, place) => {
    const node = past.trace.nodes[place]!;
    if (status === 'frozen') healing.push({ atMs, kind: 'thaw', node });
    if (status === 'killed' || status === 'crashed')
      healing.push({ atMs, kind: 'restart', node, disk: 'kept' });
    if (clock.rate !== 1 || wallOffsetMs !== 0)
      healing.push({ atMs, kind: 'clock', node, rate: 1, offsetMs: 0 });
  });
  const invariants = INVARIANTS.filter(({ id }) => id === violation.invariant);
  const monitor = new Monitor(invariants, now.monitor);
  const host = new InlineHost();
  const whole = { ...run, faults: [...run.faults, ...healing] };
  const world = new World(whole, host, [monitor], false, {
    state: now.state,
    trace: traceBehind(past.trace, now.state, false),
  });
  const graceUs = GRACE * world.protocol.missedAfterMs(world.config) * 1000;
  advance(world, host, violation.atUs + graceUs);
  return [...monitor.violations, ...monitor.notes].every(
    ({ invariant }) => invariant !== violation.invariant,
  );
}
