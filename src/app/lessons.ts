/** What each safeguard is for: with it off, what a hunt found, how soon, and the run that shows it. */
import { protocolById } from '../core/registry';
import type { Run } from '../sim/run';
import { titleOf } from './found-run';
import { safeguardsOf } from './hunt-prey';
import { LESSONS } from './lesson-runs';

/** A hunt over the first preset, by one worker, from seed 1 on. */
export interface Lesson {
  readonly protocol: string;
  /** The one that is off; null for a protocol as it is. */
  readonly safeguard: string | null;
  /** How many schedules were tried, until something was found or somebody gave up. */
  readonly schedules: number;
  /** The processor's time for them. */
  readonly seconds: number;
  /** Null if nothing was found. */
  readonly broken: {
    readonly invariant: string;
    readonly atUs: number;
    readonly text: string;
    /** Shrunk; it breaks that invariant. */
    readonly run: Run;
  } | null;
}

export interface LessonRow {
  readonly lesson: Lesson;
  readonly protocol: string;
  readonly safeguard: string;
  readonly breaks: string;
  /** `after 34 schedules, 0.2 s`. */
  readonly effort: string;
  readonly faults: string;
  /** Why it is needed, where nothing breaks. */
  readonly why: string | null;
}

/** Where nothing breaks without it, why it is there all the same. By protocol and safeguard. */
const NEEDED: Readonly<Record<string, string>> = {
  'quorum stepDownOnHigherEpoch':
    'Nobody grants anything to a deposed primary any more, so its authority runs out by itself. Without the rule it goes on calling itself primary until it has missed its majority for downAfterMs, and misleads whoever believes it.',
};

export const whyNeeded = (protocol: string, safeguard: string | null): string | null =>
  NEEDED[`${protocol} ${safeguard}`] ?? null;

export function lessonRows(lessons: readonly Lesson[] = LESSONS): readonly LessonRow[] {
  return lessons.map((lesson) => {
    const { protocol, safeguard, broken, schedules, seconds } = lesson;
    const tried = `${schedules.toLocaleString('en-US')} schedules, ${secondsWords(seconds)}`;
    return {
      lesson,
      protocol: protocolById(protocol).title,
      safeguard: safeguard === null ? 'none: as published' : labelOf(protocol, safeguard),
      breaks: broken === null ? 'nothing' : titleOf(broken.invariant),
      effort: broken === null ? `not in ${tried}` : tried,
      faults: broken === null ? '–' : String(broken.run.faults?.length ?? 0),
      why: broken === null ? whyNeeded(protocol, safeguard) : null,
    };
  });
}

/** The same as a table for the README; not yet as its formatter wants it. */
export function lessonsTable(): string {
  const rows = lessonRows().map(({ protocol, safeguard, breaks, effort, faults, why }) => {
    const what = why === null ? breaks : `${breaks}: ${why.charAt(0).toLowerCase()}${why.slice(1)}`;
    return `| ${[protocol, safeguard, what, effort, faults].join(' | ')} |`;
  });
  return ['| protocol | without | breaks | found after | faults |', '| - | - | - | - | - |', ...rows].join(
    '\n',
  );
}

function labelOf(protocol: string, safeguard: string): string {
  return safeguardsOf({ protocol }).find(({ name }) => name === safeguard)?.label ?? safeguard;
}

const secondsWords = (seconds: number): string =>
  `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
