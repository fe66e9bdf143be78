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
import { systemOfRun, type Fault, type ResolvedRun } from '../../sim/run';
import { settingsAt } from '../../sim/settings';
import type { Recorded } from '../session/past';
import type { Breathe } from '../session/slices';
import { happeningsBefore, type Happening } from './account';
import { beliefsAt } from './beliefs';
import type { Explanation, Missing, Told } from './explanation';
import { Futures } from './futures';
import { lastChance } from './last-chance';
import { takenIn } from './taken-in';
import { undoing } from './undoing';

export type { Explanation };

/** Of what a node did, what tells most of how it came to believe what it believed. */
const TELLING = new Set(['candidate', 'primary', 'replica', 'vote', 'epoch', 'authority']);
const OF_WRITES = new Set(['serving', 'message']);
const STEPS_PER_NODE = 3;
/** So much is told; causes go before circumstances, what is late before what is early. */
const MOST_STEPS = 12;
const MOST_CAUSES = 16;
/** Of all that was done to it, the last so many deeds are tried as causes. */
const MOST_DEEDS = 24;

/**
 * `breathe` is asked between pieces of work, so that a page stays alive. `tell` gets what is known at once, before other
 * futures are tried.
 */
export async function explain(
  past: Recorded,
  violation: Violation,
  breathe: Breathe,
  tell: (soFar: Explanation) => void = () => undefined,
): Promise<Explanation> {
  const futures = new Futures(past, violation, breathe);
  const happenings = happeningsBefore(past, violation);
  const involved = leadingTo(past, violation, happenings);
  const rules = rulesOff(past.run, violation);
  const soFar: Explanation = {
    steps: told(involved, new Set()),
    beliefs: beliefsAt(past, violation),
    missing: rules.map(({ label, protects }) => ({ label, protects, avoids: null })),
    chance: null,
    playedUntilUs: futures.untilUs,
    trying: true,
  };
  tell(soFar);
  const causes = await causesAmong(past, futures, happenings, involved);
  const missing = await triedRules(past.run, futures, rules);
  const chance = await lastChance(past, violation, futures, [...new Set([...happenings, ...involved])]);
  return { ...soFar, steps: told(involved, causes), missing, chance, trying: false };
}

/** Causes, what is told of a write, and of the other circumstances the latest. */
function told(involved: readonly Happening[], causes: ReadonlySet<Happening>): readonly Told[] {
  const ofWrites = involved.filter((one) => OF_WRITES.has(one.tag) && !causes.has(one));
  const kept = [...inOrder([...causes]).slice(-MOST_CAUSES), ...ofWrites];
  const others = involved.filter((one) => !causes.has(one) && !ofWrites.includes(one));
  const room = Math.max(0, MOST_STEPS - kept.length);
  return inOrder([...kept, ...others.slice(others.length - Math.min(room, others.length))]).map((one) => {
    const { atUs, node, text } = one;
    return { atUs, node, text, isCause: causes.has(one) };
  });
}

const inOrder = (steps: readonly Happening[]): readonly Happening[] =>
  [...steps].sort((a, b) => a.atUs - b.atUs);

/**
 * The latest steps of each witness, of those who voted for one, of whoever sent a straggler or a write that was taken in
 * as it broke, and the last deeds; oldest first.
 */
function leadingTo(
  { run, trace }: Recorded,
  violation: Violation,
  happenings: readonly Happening[],
): readonly Happening[] {
  const taken = new Set<Happening>();
  const takeLast = (which: (one: Happening) => boolean, most: number): void => {
    for (const one of happenings.filter(which).slice(-most)) taken.add(one);
  };
  const ofData = INVARIANTS.find(({ id }) => id === violation.invariant)?.ofData === true;
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
  const system = systemOfRun(run);
  const sent = takenIn(trace, violation, system);
  if (sent !== null) {
    const isLate = violation.atUs - sent.atUs > system.missedAfterMs(run.config) * 1000;
    if (isLate || (ofData && violation.witnesses.includes(sent.node))) {
      takeStepsOf(sent.node, sent.atUs);
      taken.add(sent);
    }
  }
  takeLast(({ tag }) => tag === 'fault', STEPS_PER_NODE);
  return inOrder([...taken]);
}

/**
 * Those of the deeds, and of the steps involved, without which nothing of the kind is violated. What the members did
 * before any deed that counts is how the run began: another beginning is another run.
 */
async function causesAmong(
  { run, trace }: Recorded,
  futures: Futures,
  happenings: readonly Happening[],
  involved: readonly Happening[],
): Promise<ReadonlySet<Happening>> {
  const causes = new Set<Happening>();
  const tryAll = async (candidates: readonly Happening[]): Promise<void> => {
    for (const one of [...candidates].reverse()) {
      const other = undoing(run, trace, one);
      if (other !== null && (await futures.avoids(other)) === true) causes.add(one);
    }
  };
  const deeds = happenings.filter(({ tag }) => tag === 'fault');
  await tryAll(deeds.slice(-MOST_DEEDS));
  const [first] = inOrder([...causes]);
  const fromUs = (first ?? deeds[0])?.atUs ?? 0;
  await tryAll(involved.filter(({ tag, atUs }) => tag !== 'fault' && atUs >= fromUs));
  return causes;
}

function rulesOff(run: ResolvedRun, { atUs }: Violation): readonly SafeguardField[] {
  const { safeguards } = settingsAt(run, atUs);
  return systemOfRun(run).safeguards.filter(({ name }) => safeguards[name] === false);
}

async function triedRules(
  run: ResolvedRun,
  futures: Futures,
  rules: readonly SafeguardField[],
): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  for (const { name, label, protects } of rules) {
    missing.push({ label, protects, avoids: await futures.avoids({ run: withRule(run, name), fromUs: 0 }) });
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
