/** What each safeguard is for: with it off, what a hunt found, how soon, and the run that shows it. */
import { aboutProtocol } from '../../core/registry';
import { titleOf } from '../search/found-run';
import { safeguardsOf } from '../search/hunt-prey';
import type { Lesson } from './lesson';
import { LESSONS } from './lesson-runs';

export interface LessonRow {
  readonly lesson: Lesson;
  readonly protocol: string;
  readonly safeguard: string;
  readonly breaks: string;
  readonly schedules: string;
  readonly time: string;
  readonly faults: string;
  /** Why it is needed, where the hunt broke nothing. */
  readonly why: string | null;
}

/** Where nothing breaks without it, why it is there all the same. By protocol and safeguard. */
const NEEDED: Readonly<Record<string, string>> = {
  'raft preVote':
    'Nodes that come back from a cut are at a higher term, and the leader that everybody else still hears has to give way to it. Who asks first raises nobody’s term, and its question comes to nothing.',
  'raft checkQuorum':
    'A leader that no majority answers decides nothing, and so does no harm. But it goes on calling itself leader until it hears of a higher term, and whoever asks it waits in vain. Reads by lease rest on it: without it they are refused.',
  'raft commitOwnTermOnly':
    'An entry of an earlier term that has reached a majority may still be overwritten by a leader that lacks it. It takes a leader that fails between that entry and one of its own term, which chance did not come upon: this run is arranged after figure 8 of the Raft paper.',
  'quorum preVote':
    'Nodes that come back from a cut stand at once, in vain, and until electionTimeoutMs is over their votes for themselves keep them from granting anything. Two of five that did so are no help when a third one fails in that second: nobody may lead until they are free again. Who asks first is told that the others have a primary, and loses nothing.',
  'quorum stepDownOnHigherEpoch':
    'Nobody grants anything to a deposed primary any more, so its authority runs out by itself. Without the rule it goes on calling itself primary until it has been without authority for downAfterMs, and misleads whoever believes it.',
};

export const whyNeeded = (protocol: string, safeguard: string | null): string | null =>
  NEEDED[`${protocol} ${safeguard}`] ?? null;

export function lessonRows(lessons: readonly Lesson[] = LESSONS): readonly LessonRow[] {
  return lessons.map((lesson) => {
    const { protocol, safeguard, broken, schedules, seconds } = lesson;
    const unfound = broken === null || lesson.arranged === true;
    return {
      lesson,
      protocol: aboutProtocol(protocol).title,
      safeguard: safeguard === null ? 'none: as published' : labelOf(protocol, safeguard),
      breaks: broken === null ? 'nothing' : titleOf(broken.invariant, protocol),
      schedules: `${unfound ? 'not in ' : ''}${schedules.toLocaleString('en-US')}`,
      time: secondsWords(seconds),
      faults: broken === null ? '–' : String(broken.run.faults?.length ?? 0),
      why: unfound ? whyNeeded(protocol, safeguard) : null,
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
