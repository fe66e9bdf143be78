/**
 * Settings as somebody has them elsewhere, in a command line, a file or a chart, read into settings of a protocol here.
 * Strict: a value that its own system would refuse is refused, and a word that is not known is named.
 */
import type { Config, Safeguards } from '../../core/protocol';
import { assignmentsIn, type Assignment } from './assignments';
import { DIALECT_TITLES, NAMES, plain, SHARED, type Dialect, type KnownName } from './names';
import { meaningOf } from './meaning';
import { durationMs, goDurationMs, switchOf, wholeNumber } from './values';

export interface OwnTerms {
  /** Whose settings these are. */
  readonly from: string;
  /** The protocol here that elects like that. */
  readonly protocol: string;
  /** Milliseconds by field, only what follows from the text; everything else keeps its default. */
  readonly config: Config;
  readonly safeguards: Safeguards;
  /** What was understood, and what it means here: a clause for each. */
  readonly meanings: readonly { readonly written: string; readonly means: string }[];
  /** Known, and without anything that it could mean here. */
  readonly idle: readonly string[];
  readonly unknown: readonly string[];
}

export const LONGEST_FRAGMENT = 20_000;

/** Throws a sentence for people if nothing in it is known, a value cannot be, or it contradicts itself. */
export function readOwnTerms(text: string): OwnTerms {
  if (text.length > LONGEST_FRAGMENT) {
    throw new Error(`This is ${text.length} characters long; paste at most ${LONGEST_FRAGMENT}.`);
  }
  const assignments = assignmentsIn(text);
  const dialect = dialectOf(assignments);
  const terms: Record<string, number | boolean> = {};
  const written: Record<string, string> = {};
  const idle: string[] = [];
  const unknown: string[] = [];
  for (const one of assignments) {
    const known = knownIn(dialect, one.name);
    if (known === undefined) unknown.push(one.name);
    else if (known.term === null) idle.push(one.name);
    else {
      const value = valueOf(one, known);
      const before = terms[known.term];
      if (before !== undefined && before !== value) {
        throw new Error(
          `${one.name}: is set twice, to ${written[known.term]!} and to ${one.value}; leave one.`,
        );
      }
      terms[known.term] = value;
      written[known.term] = one.value === '' ? 'true' : one.value;
    }
  }
  const { protocol, config, safeguards, means } = meaningOf(dialect, terms);
  const meanings = Object.entries(means).map(([term, clause]) => ({
    written: `${nameOf(assignments, dialect, term)} ${written[term] ?? ''}`.trim(),
    means: clause,
  }));
  if (meanings.length === 0) {
    throw new Error(
      `Nothing in this says how fast ${DIALECT_TITLES[dialect]} elects; paste its timings too.`,
    );
  }
  return {
    ...{ from: DIALECT_TITLES[dialect], protocol, config, safeguards, meanings },
    ...{ idle: [...new Set(idle)], unknown: [...new Set(unknown)] },
  };
}

function dialectOf(assignments: readonly Assignment[]): Dialect {
  const found = new Map<Dialect, string>();
  for (const { name } of assignments) {
    const known = NAMES.find((one) => one.name === plain(name));
    if (known !== undefined && !found.has(known.dialect)) found.set(known.dialect, name);
  }
  const [first, second] = [...found];
  if (first === undefined) {
    throw new Error(
      'Nothing in this is known here; paste flags or settings of Kubernetes leader election, etcd, TiKV or Consul.',
    );
  }
  if (second !== undefined) {
    throw new Error(
      `"${first[1]}" is a word of ${DIALECT_TITLES[first[0]]}, and "${second[1]}" one of ${DIALECT_TITLES[second[0]]}; paste one of them at a time.`,
    );
  }
  return first[0];
}

function knownIn(dialect: Dialect, name: string): KnownName | undefined {
  const own = plain(name);
  if (SHARED.includes(own) && dialect !== 'kubernetes' && dialect !== 'consul')
    return { dialect, name: own, term: 'preVote', kind: 'switch' };
  return NAMES.find((one) => one.name === own);
}

const nameOf = (assignments: readonly Assignment[], dialect: Dialect, term: string): string =>
  assignments.find(({ name }) => knownIn(dialect, name)?.term === term)?.name ?? term;

const BARE = { ms: 'milliseconds', seconds: 'seconds' } as const;
const BARE_EXAMPLE = { ms: 100, seconds: 15 } as const;

function valueOf({ name, value }: Assignment, { kind }: KnownName): number | boolean {
  switch (kind) {
    case 'time': {
      const ms = durationMs(value) ?? goDurationMs(value);
      if (ms !== null && ms > 0) return ms;
      throw new Error(`${name}: "${value}" is no length of time above 0 with its unit, as 15s or 1m30s.`);
    }
    case 'ms':
    case 'seconds':
    case 'count': {
      const number = wholeNumber(value);
      if (number !== null && number > 0) return kind === 'seconds' ? 1000 * number : number;
      const what =
        kind === 'count'
          ? 'a whole number above 0'
          : `${BARE[kind]} without a unit, as ${BARE_EXAMPLE[kind]}`;
      throw new Error(`${name}: "${value}" must be ${what}.`);
    }
    case 'switch': {
      const on = value === '' ? true : switchOf(value);
      if (on !== null) return on;
      throw new Error(`${name}: "${value}" must be true or false.`);
    }
    case 'any':
      return true;
    default:
      return kind satisfies never;
  }
}
