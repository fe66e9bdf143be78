/** A counterexample as a place in a run: right before its first move, with all that comes after. */
import type { Counterexample } from '../../check/explore/counterexample';
import { INVARIANTS } from '../../check/invariants';
import { nameInWords } from '../../core/name-in-words';
import { aboutProtocol } from '../../core/registry';
import { inWords } from '../../core/words';
import { resolveRun } from '../../sim/run';
import type { Bookmark } from '../run/bookmark';
import { LONGEST_NAME } from '../run/limits';
import { fragmentFor, packText } from '../run/link';

/** The finest step of virtual time. */
const MOMENT_MS = 0.001;
/** How long it should take to see it happen, if that is not too slow to be played. */
const WATCHED_MS = 12_000;
const SLOWEST = 0.01;
const FASTEST = 0.25;

/** What is violated, by its title in the list of invariants. */
export function titleOf({ invariant, run }: Pick<Counterexample, 'invariant' | 'run'>): string {
  if (invariant === null) return 'A program failed';
  const title = INVARIANTS.find(({ id }) => id === invariant)?.title ?? nameInWords(invariant);
  return inWords(aboutProtocol(run.protocol).words, title);
}

/** `Explored: one authority at any instant`. */
export function branchNameOf(counterexample: Pick<Counterexample, 'invariant' | 'run'>): string {
  const title = titleOf(counterexample);
  return `Explored: ${title.charAt(0).toLowerCase()}${title.slice(1)}`.slice(0, LONGEST_NAME);
}

export function bookmarkOf(counterexample: Counterexample): Bookmark {
  const { run, startMs, endMs } = counterexample;
  const atMs = Math.max(0, Math.round((startMs - MOMENT_MS) * 1000) / 1000);
  return { version: 1, run: resolveRun(run), headMs: endMs, atMs, branch: branchNameOf(counterexample) };
}

/** The same as a part of an address. */
export async function fragmentOf(counterexample: Counterexample): Promise<string> {
  return fragmentFor(await packText(JSON.stringify(bookmarkOf(counterexample))));
}

/** Its moves are milliseconds apart: how slowly time has to pass for a person to follow them. */
export function speedFor({ startMs, endMs }: Counterexample): number {
  const speed = Math.round((100 * (endMs - startMs)) / WATCHED_MS) / 100;
  return Math.min(Math.max(speed, SLOWEST), FASTEST);
}
