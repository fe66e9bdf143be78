/** A run that a hunt came back with, as a story: a few steps, each told in words, and what they break at the end. */
import type { Violation } from '../../check/invariant';
import { INVARIANTS } from '../../check/invariants';
import { nameInWords } from '../../core/name-in-words';
import { aboutProtocol } from '../../core/registry';
import { inWords } from '../../core/words';
import { describeFault } from '../../sim/fault-words';
import { resolveRun, type Run } from '../../sim/run';
import type { FaultLines } from '../explain/fault-lines';
import type { Bookmark } from '../run/bookmark';
import { LONGEST_NAME } from '../run/limits';
import type { Place } from '../../sim/trace/moment';
import { SPEEDS } from '../session/state';

/** A run, and what it breaks. */
export interface Breaking {
  readonly run: Run;
  readonly violation: Pick<Violation, 'invariant' | 'atUs' | 'text'> & Partial<Pick<Violation, 'moment'>>;
}

/** Faults that follow each other so closely that they are told in one breath, or the violation. */
export interface Step {
  /** When it is over: an instant later all of it has happened. */
  readonly atUs: number;
  readonly text: string;
  readonly breaks: boolean;
  /** What shows that it has happened. */
  readonly place: Place;
}

/** It is run a little further, so that what was broken is seen. */
const AFTERWARDS_US = 1000;
/** Faults within this share of the whole are one step. */
const ONE_BREATH = 0.03;
/** How long a person should have for each step, seconds. */
const STEP_S = 4;
const FASTEST = 5;

/** Whether it is only worth a note: nothing unsafe happened. */
export const isNote = (invariant: string): boolean =>
  INVARIANTS.find(({ id }) => id === invariant)?.note === true;

/** In the words of the protocol that is named. */
export const titleOf = (invariant: string, protocol: string): string =>
  inWords(
    aboutProtocol(protocol).words,
    INVARIANTS.find(({ id }) => id === invariant)?.title ?? nameInWords(invariant),
  );
export const sentenceOf = (invariant: string, protocol: string): string =>
  inWords(aboutProtocol(protocol).words, INVARIANTS.find(({ id }) => id === invariant)?.sentence ?? '');

/** Opens at its beginning, with all of it on the timeline, and plays. */
export function bookmarkOf({ run, violation }: Breaking): Bookmark {
  return {
    version: 1,
    run: resolveRun(run),
    headMs: (violation.atUs + AFTERWARDS_US) / 1000,
    atMs: 0,
    branch: branchName(violation.invariant, run.protocol),
    found: true,
    play: true,
  };
}

/** `Found: one winner per epoch`. */
export function branchName(invariant: string, protocol: string): string {
  const title = titleOf(invariant, protocol);
  return `Found: ${title.charAt(0).toLowerCase()}${title.slice(1)}`.slice(0, LONGEST_NAME);
}

/** `violation` is null while nothing is known to be broken. */
export function stepsOf(
  run: Run,
  violation: Breaking['violation'] | null,
  /** What came of its faults, as far as that is known. */
  told: FaultLines = new Map(),
): readonly Step[] {
  const faults = (run.faults ?? [])
    .map((fault, place) => ({ ...fault, text: told.get(place) ?? describeFault(fault) }))
    .filter(({ atMs }) => violation === null || Math.round(atMs * 1000) <= violation.atUs);
  const endUs = violation?.atUs ?? (faults.at(-1)?.atMs ?? 0) * 1000;
  const steps: Step[] = [];
  let beganUs = -Infinity;
  for (const fault of faults) {
    const atUs = Math.round(fault.atMs * 1000);
    const { text } = fault;
    const before = steps.at(-1);
    if (before !== undefined && atUs - beganUs <= endUs * ONE_BREATH) {
      steps[steps.length - 1] = { ...before, atUs, text: `${before.text}; ${text}`, place: atUs + 1 };
    } else {
      steps.push({ atUs, text, breaks: false, place: atUs + 1 });
      beganUs = atUs;
    }
  }
  if (violation === null) return steps;
  const { atUs, text, moment } = violation;
  return [...steps, { atUs, text, breaks: true, place: moment ?? atUs + 1 }];
}

/** How many of the steps have happened where that is shown. */
export function stepsBehind(steps: readonly Step[], shown: Place): number {
  const ahead = steps.findIndex((step) => !isBehind(step, shown));
  return ahead < 0 ? steps.length : ahead;
}

/** What was done at an instant comes before all that nodes do at it. */
function isBehind({ atUs, place }: Step, shown: Place): boolean {
  if (typeof shown === 'number') return atUs < shown;
  if (atUs !== shown.atUs || typeof place === 'number') return atUs <= shown.atUs;
  return place.records <= shown.records && place.messages <= shown.messages;
}

/** The speed at which such a story can be followed, one of `SPEEDS`. */
export function storySpeed(steps: readonly Step[]): number {
  const wholeS = (steps.at(-1)?.atUs ?? 0) / 1_000_000;
  const most = Math.min(FASTEST, wholeS / (STEP_S * Math.max(1, steps.length)));
  return SPEEDS.findLast((speed) => speed <= most) ?? SPEEDS[0];
}
