/** What each safeguard is for: with it off, what a hunt found, how soon, and the run that shows it. */
import { aboutProtocol } from '../../core/registry';
import type { Run } from '../../sim/run';
import { titleOf } from '../search/found-run';
import { safeguardsOf } from '../search/hunt-prey';
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
  readonly schedules: string;
  readonly time: string;
  readonly faults: string;
  /** Why it is needed, where nothing breaks. */
  readonly why: string | null;
}

/** Where nothing breaks without it, why it is there all the same. By protocol and safeguard. */
const NEEDED: Readonly<Record<string, string>> = {
  'quorum stepDownOnHigherEpoch':
    'Nobody grants anything to a deposed primary any more, so its authority runs out by itself. Without the rule it goes on calling itself primary until it has been without authority for downAfterMs, and misleads whoever believes it.',
};

export const whyNeeded = (protocol: string, safeguard: string | null): string | null =>
  NEEDED[`${protocol} ${safeguard}`] ?? null;

export function lessonRows(lessons: readonly Lesson[] = LESSONS): readonly LessonRow[] {
  return lessons.map((lesson) => {
    const { protocol, safeguard, broken, schedules, seconds } = lesson;
    return {
      lesson,
      protocol: aboutProtocol(protocol).title,
      safeguard: safeguard === null ? 'none: as published' : labelOf(protocol, safeguard),
      breaks: broken === null ? 'nothing' : titleOf(broken.invariant),
      schedules: `${broken === null ? 'not in ' : ''}${schedules.toLocaleString('en-US')}`,
      time: secondsWords(seconds),
      faults: broken === null ? '–' : String(broken.run.faults?.length ?? 0),
      why: broken === null ? whyNeeded(protocol, safeguard) : null,
    };
  });
}

/** The same as a table for the README; not yet as its formatter wants it. */
export function lessonsTable(): string {
  const rows = lessonRows().map(({ protocol, safeguard, breaks, schedules, time, faults, why }) => {
    const what = why === null ? breaks : `${breaks}: ${why.charAt(0).toLowerCase()}${why.slice(1)}`;
    return `| ${[protocol, safeguard, what, schedules, time, faults].join(' | ')} |`;
  });
  return [
    '| protocol | without | breaks | schedules | time | faults |',
    '| - | - | - | -: | -: | -: |',
    ...rows,
  ].join('\n');
}

function labelOf(protocol: string, safeguard: string): string {
  return safeguardsOf({ protocol }).find(({ name }) => name === safeguard)?.label ?? safeguard;
}

function secondsWords(seconds: number): string {
  if (seconds < 0.1) return 'under 0.1 s';
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
