/**
 * Why something was violated, from what was recorded: the steps of those involved that led there, the rules that were
 * off, and until when it could have been avoided.
 *
 * A cause is what, undone, avoids it: the run is replayed without it, and only what passes is told as a cause. Everything
 * else is a circumstance. Nothing that is told is later than the state that was violated.
 */
import type { SafeguardField } from '../../core/protocol';
import type { Violation } from '../../check/invariant';
import { INVARIANTS } from '../../check/invariants';
import type { World } from '../../sim/cluster/world';
import { systemOfRun, type Fault, type FaultAction, type ResolvedRun } from '../../sim/run';
import { settingsAt } from '../../sim/settings';
import { runUntil, type Recorded } from '../session/past';
import { happeningsBefore, type Happening } from './account';
import { beliefsAt } from './beliefs';
import type { Explanation, Missing, Step } from './explanation';
import { Futures } from './futures';
import { takenIn } from './taken-in';
import { undoing } from './undoing';

export type { Explanation };

/** Of what a node did, what tells most of how it came to believe what it believed. */
const TELLING = new Set(['candidate', 'primary', 'replica', 'vote', 'epoch', 'authority']);
const STEPS_PER_NODE = 3;
const MOST_STEPS = 12;
/** Of all that was done to it, the last so many deeds are tried as causes. */
const MOST_DEEDS = 24;
/** At the instant from which nothing helps any more, as many steps are tried for what made it so. */
const MOST_TURNS = 3;

/**
 * `breathe` is awaited between pieces of work, so that a page stays alive. `tell` gets what is known at once, before other
 * futures are tried.
 */
export async function explain(
  past: Recorded,
  violation: Violation,
  breathe: () => Promise<void>,
  tell: (soFar: Explanation) => void = () => undefined,
): Promise<Explanation> {
  const happenings = happeningsBefore(past, violation);
  const involved = leadingTo(past, violation, happenings);
  const rules = rulesOff(past.run, violation);
  const beliefs = beliefsAt(past, violation);
  tell({
    steps: involved.map((one) => ({ ...stepOf(one), isCause: false })),
    beliefs,
    missing: rules.map(({ label, protects }) => ({ label, protects, avoids: null })),
    avoidable: null,
    inevitable: false,
    trying: true,
  });
  const futures = new Futures(past, violation, breathe);
  const causes = await causesOf(past, futures, happenings, involved);
  const missing = await missingOf(past.run, futures, rules);
  const chance = await lastChance(past, violation, futures, happenings);
  const steps = happenings.filter((one) => causes.has(one) || involved.includes(one));
  const told = [...steps, ...involved.filter((one) => !steps.includes(one))].sort((a, b) => a.atUs - b.atUs);
  return {
    steps: told.map((one) => ({ ...stepOf(one), isCause: causes.has(one) })),
    beliefs,
    missing,
    ...chance,
    trying: false,
  };
}

const stepOf = ({ atUs, node, text }: Step): Step => ({ atUs, node, text });

/**
 * The latest steps of each witness, of those who voted for one, of whoever sent what was taken in as it broke, and the
 * last deeds.
 */
function leadingTo(
  past: Recorded,
  violation: Violation,
  happenings: readonly Happening[],
): readonly Happening[] {
  const taken = new Set<Happening>();
  const takeLast = (which: (one: Happening) => boolean, most: number): void => {
    for (const one of happenings.filter(which).slice(-most)) taken.add(one);
  };
  const ofData = INVARIANTS.some(({ id, ofData: isOfData }) => id === violation.invariant && isOfData);
  const takeStepsOf = (id: string, untilUs: number): void => {
    const its = ({ node, atUs }: Happening): boolean => node === id && atUs <= untilUs;
    takeLast((one) => its(one) && TELLING.has(one.tag), STEPS_PER_NODE);
    // Of a write it counts in which step its writer began to serve.
    if (ofData) takeLast((one) => its(one) && one.tag === 'serving', 1);
  };
  for (const witness of violation.witnesses) {
    takeStepsOf(witness, violation.atUs);
    takeLast(({ tag, text }) => tag === 'vote' && text.includes(`voted for ${witness} `), STEPS_PER_NODE);
  }
  const sent = takenIn(past.trace, violation, systemOfRun(past.run));
  if (sent !== null) {
    takeStepsOf(sent.node!, sent.atUs);
    taken.add(sent);
  }
  takeLast(({ tag }) => tag === 'fault', STEPS_PER_NODE);
  return [...taken].sort((a, b) => a.atUs - b.atUs).slice(-MOST_STEPS);
}

/** Those of the deeds and of the steps involved without which the same is not violated. */
async function causesOf(
  { run, trace }: Recorded,
  futures: Futures,
  happenings: readonly Happening[],
  involved: readonly Happening[],
): Promise<ReadonlySet<Happening>> {
  const deeds = happenings.filter(({ tag }) => tag === 'fault').slice(-MOST_DEEDS);
  const candidates = [...new Set([...deeds, ...involved])].sort((a, b) => b.atUs - a.atUs);
  const causes = new Set<Happening>();
  for (const one of candidates) {
    const other = undoing(run, trace, one);
    if (other !== null && (await futures.avoids(other)) === true) causes.add(one);
  }
  return causes;
}

function rulesOff(run: ResolvedRun, { atUs }: Violation): readonly SafeguardField[] {
  const { safeguards } = settingsAt(run, atUs);
  return systemOfRun(run).safeguards.filter(({ name }) => safeguards[name] === false);
}

async function missingOf(
  run: ResolvedRun,
  futures: Futures,
  rules: readonly SafeguardField[],
): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  for (const { name, label, protects } of rules) {
    const avoids = await futures.avoids({ run: withRule(run, name), fromUs: 0 });
    missing.push({ label, protects, avoids });
  }
  return missing;
}

/** On from the start, whatever was changed on the way. */
function withRule(run: ResolvedRun, name: string): ResolvedRun {
  const faults = run.faults.map((fault): Fault => {
    if (fault.kind !== 'configure' || fault.safeguards?.[name] === undefined) return fault;
    return { ...fault, safeguards: { ...fault.safeguards, [name]: true } };
  });
  return { ...run, safeguards: { ...run.safeguards, [name]: true }, faults };
}

/** Looks for the last of those instants at which it helps to make everything whole. */
async function lastChance(
  { run, trace }: Recorded,
  violation: Violation,
  futures: Futures,
  happenings: readonly Happening[],
): Promise<Pick<Explanation, 'avoidable' | 'inevitable'>> {
  const instants = [...new Set([0, ...happenings.map(({ atUs }) => atUs)])].filter(
    (atUs) => atUs < violation.atUs,
  );
  let helps = -1;
  let late = instants.length;
  while (late - helps > 1) {
    const middle = (helps + late) >> 1;
    const atUs = instants[middle]!;
    const avoided = await futures.avoids({
      run: runUntil(run, atUs),
      fromUs: atUs,
      then: { atUs, act: makeWhole },
    });
    if (avoided === null) return { avoidable: null, inevitable: false };
    if (avoided) helps = middle;
    else late = middle;
  }
  if (helps < 0) return { avoidable: null, inevitable: true };
  const helpsUs = instants[helps]!;
  const untilUs = instants[late] ?? violation.atUs;
  const turns = happenings
    .filter(({ atUs, node }) => atUs === untilUs && atUs < violation.atUs && node !== null)
    .slice(-MOST_TURNS);
  let then: Step | null = null;
  for (const turn of turns.reverse()) {
    const without = undoing(runUntil(run, untilUs), trace, turn);
    if (without === null) continue;
    // After that instant, in which messages are numbered as they were.
    const mended = { ...without, then: { atUs: untilUs + 1, act: makeWhole } };
    if ((await futures.avoids(mended)) !== true) continue;
    then = stepOf(turn);
    break;
  }
  return { avoidable: { helpsUs, untilUs, then }, inevitable: false };
}

/** Every link, node and clock of a world, as it stands. */
function makeWhole(world: World): void {
  const healing: FaultAction[] = [{ kind: 'healAll' }];
  for (const { id: node, status, clock, wallOffsetMs } of world.slots) {
    if (status === 'frozen') healing.push({ kind: 'thaw', node });
    if (status === 'killed' || status === 'crashed') healing.push({ kind: 'restart', node, disk: 'kept' });
    if (clock.rate !== 1 || wallOffsetMs !== 0) {
      healing.push({ kind: 'clock', node, rate: 1, offsetMs: 0 });
    }
  }
  for (const action of healing) world.inject(action);
}
