/** What one hunt without one rule came back with: the type, and the schema of the data file that holds them all. */
import * as v from 'valibot';
import type { Run } from '../../sim/run';
import { parse, runSchema, unknownField } from '../run/schema';

/** In the place of an invariant: nothing unsafe happens, and it takes that long until something can be decided again. */
export const COST = 'time without a leader';

/** A hunt over the first preset, by one worker, from seed 1 on. */
export interface Lesson {
  readonly protocol: string;
  /** The one that is off; null for a protocol as it is. */
  readonly safeguard: string | null;
  /** How many schedules were tried, until something was found or somebody gave up. */
  readonly schedules: number;
  /** The processor's time for them. */
  readonly seconds: number;
  /** The hunt found nothing; what is broken is so in a run that was arranged. */
  readonly arranged?: true;
  /** Null if nothing was found. */
  readonly broken: {
    /** An id, or `COST`. */
    readonly invariant: string;
    readonly atUs: number;
    readonly text: string;
    /** Shrunk; it breaks that invariant. */
    readonly run: Run;
  } | null;
}

const text = (what: string) =>
  v.pipe(v.string(`must be a text: ${what}`), v.minLength(1, `is empty: ${what}`));
const count = (what: string) =>
  v.pipe(
    v.number(`must be a number: ${what}`),
    v.integer(`must be whole: ${what}`),
    v.minValue(0, `is below 0: ${what}`),
  );

const lessonsSchema = v.array(
  v.strictObject(
    {
      protocol: text('the id of a protocol'),
      safeguard: v.nullable(text('the name of a safeguard')),
      schedules: count('how many schedules were tried'),
      seconds: v.pipe(v.number('must be a number: seconds'), v.minValue(0, 'is below 0: seconds')),
      arranged: v.optional(v.literal(true, 'must be true, or left out: arranged')),
      broken: v.nullable(
        v.strictObject(
          {
            invariant: text('the id of an invariant'),
            atUs: count('virtual microseconds'),
            text: text('what was violated, in words'),
            run: runSchema,
          },
          unknownField('what was broken'),
        ),
      ),
    },
    unknownField('a lesson'),
  ),
  'must be a list of lessons',
);

/** Throws a sentence that names the field. */
export function parseLessons(input: unknown): readonly Lesson[] {
  return parse(lessonsSchema, input, 'The list of lessons') as readonly Lesson[];
}
