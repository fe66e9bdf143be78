/**
 * A place in a run that one can come back to: the run with every fault, how far it was run, and what was being looked
 * at. It is what a link, a file and the next visit hold; everything else follows from it by running again.
 */
import * as v from 'valibot';
import type { NodeId } from '../../core/program';
import { membersOf, type ResolvedRun } from '../../sim/run';
import { LONGEST_RUN_MS } from '../../sim/run';
import { checkNode } from '../../sim/run-rules';
import type { After } from '../../sim/trace/moment';
import { LONGEST_CAPTION, LONGEST_NAME, LONGEST_TITLE, MOST_MOMENTS } from './limits';
import { between, nodeId, parse, parseJson, parseRun, readRun, unknownField, whole } from './schema';
import type { Telling } from './telling';

/** A node, or the two ends of a link. */
export type Selected = NodeId | readonly [a: NodeId, b: NodeId];

export interface Bookmark extends Telling {
  readonly version: 1;
  /** Whole, its defaults included: a default that changes one day must not change what an old link shows. */
  readonly run: ResolvedRun;
  /** How far the run was run, in virtual milliseconds with up to three decimals. */
  readonly headMs: number;
  /** The instant that was shown, if it was not the head. */
  readonly atMs?: number;
  /** It was a state within that instant: how many of its records and of its messages lay behind it. */
  readonly after?: After;
  /** What the branch was called. */
  readonly branch?: string;
  /** A hunt found this run: its steps are told while it plays. */
  readonly found?: true;
  readonly select?: Selected;
  /** It goes on by itself as soon as it is open. */
  readonly play?: boolean;
}

const virtualMs = between(0, LONGEST_RUN_MS, 'milliseconds since the start');

const afterSchema = v.strictTuple(
  [whole(0, Number.MAX_SAFE_INTEGER, 'records'), whole(0, Number.MAX_SAFE_INTEGER, 'messages')],
  'must be two numbers: how many records and how many messages of that instant lie behind what is shown',
);

const words = (longest: number, what: string) =>
  v.pipe(
    v.string(`must be a text: ${what}`),
    v.trim(),
    v.minLength(1, `must not be empty: ${what}`),
    v.maxLength(longest, `must have at most ${longest} characters: ${what}`),
  );

const tellingFields = {
  title: v.exactOptional(words(LONGEST_TITLE, 'the title')),
  caption: v.exactOptional(words(LONGEST_CAPTION, 'the caption')),
  moments: v.exactOptional(
    v.pipe(
      v.array(
        v.strictObject(
          {
            atMs: virtualMs,
            after: v.exactOptional(afterSchema),
            caption: words(LONGEST_CAPTION, 'what is to be seen then'),
          },
          unknownField('a moment'),
        ),
        'must be a list of moments: atMs and caption of each',
      ),
      v.minLength(1, 'must not be empty: leave it out instead'),
      v.maxLength(MOST_MOMENTS, `must have at most ${MOST_MOMENTS} moments`),
    ),
  ),
};

const tellingSchema = v.strictObject(tellingFields, unknownField('what is told of a run'));

const bookmarkSchema = v.strictObject(
  {
    version: v.literal(1, 'must be 1; a higher version comes from a newer Interregnum than this one'),
    run: v.unknown(),
    headMs: virtualMs,
    atMs: v.exactOptional(virtualMs),
    after: v.exactOptional(afterSchema),
    branch: v.exactOptional(
      v.pipe(
        v.string('must be a text: the name of the branch'),
        v.trim(),
        v.minLength(1, 'must not be empty: the name of the branch'),
        v.maxLength(LONGEST_NAME, `must have at most ${LONGEST_NAME} characters: the name of the branch`),
      ),
    ),
    found: v.exactOptional(v.literal(true, 'must be true, or be left out: whether a hunt found this run')),
    select: v.exactOptional(
      v.union(
        [nodeId, v.strictTuple([nodeId, nodeId])],
        'must be the id of a node, or two of them for a link',
      ),
    ),
    play: v.exactOptional(v.boolean('must be true or false: whether it goes on by itself')),
    ...tellingFields,
  },
  unknownField('a bookmark'),
);

/**
 * A bookmark, or a run (which begins at its beginning), as text or as a value. Throws a sentence for people. What the run
 * needs must be at hand: see `readBookmark`.
 */
export function parseBookmark(input: unknown): Bookmark {
  const { run, finish } = shapeOf(input);
  return finish(parseRun(run));
}

/** The same, once what the run needs is at hand: at once, if it is already. */
export function readBookmark(input: unknown): Bookmark | Promise<Bookmark> {
  const { run: unread, finish } = shapeOf(input);
  const run = readRun(unread);
  return run instanceof Promise ? run.then(finish) : finish(run);
}

function shapeOf(input: unknown): {
  readonly run: unknown;
  readonly finish: (run: ResolvedRun) => Bookmark;
} {
  const value = typeof input === 'string' ? parseJson(input) : input;
  if (!isBookmark(value))
    return { run: value, finish: (run) => ({ version: 1, run, headMs: 0, play: true }) };
  const { run, ...rest } = parse(bookmarkSchema, value, 'The bookmark') as Bookmark;
  return { run, finish: (read) => finishBookmark(rest, read) };
}

function finishBookmark(rest: Omit<Bookmark, 'run'>, run: ResolvedRun): Bookmark {
  const { atMs, after, headMs, select } = rest;
  if (atMs !== undefined && atMs > headMs) {
    throw new Error(`atMs: must not be above headMs (${headMs}): the run was not run any further.`);
  }
  if (after !== undefined && atMs === undefined) {
    throw new Error('after: goes with atMs: it says which state of that instant is shown.');
  }
  for (const [at, moment] of (rest.moments ?? []).entries()) {
    if (moment.atMs > headMs) {
      throw new Error(
        `moments[${at}].atMs: must not be above headMs (${headMs}): the run was not run any further.`,
      );
    }
  }
  const members = membersOf(run).map(({ id }) => id);
  for (const id of [select ?? []].flat()) checkNode(id, members, 'select');
  return { ...rest, ...inOrder(rest), run };
}

/** What is told of a run, and of nothing else. Throws a sentence for people. */
export const parseTelling = (input: unknown): Telling => {
  const telling = parse(tellingSchema, input, 'What is told') as Telling;
  return { ...telling, ...inOrder(telling) };
};

/** Throws a sentence if two moments are one. */
function inOrder({ moments }: Telling): Telling {
  if (moments === undefined) return {};
  const sorted = [...moments].sort((a, b) => a.atMs - b.atMs);
  const twin = sorted.find(({ atMs }, at) => sorted[at + 1]?.atMs === atMs);
  if (twin !== undefined) {
    throw new Error(`moments: two of them are at ${twin.atMs} ms; each needs an instant of its own.`);
  }
  return { moments: sorted };
}

/** Only a bookmark has a run inside; a run of a later version than this one still has to be told so as a run. */
function isBookmark(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'run' in value;
}
