/** What an exploration did and found, as people read it. */
import type { ExploreState } from '../../app/search/exploring';
import type { ExploreJob } from '../../check/explore/jobs';
import { EXPLORE_CONFIG, type Start } from '../../check/explore/spec';
import { count } from '../format';

export const amount = (value: number): string => value.toLocaleString('en-US');

/** `873`, `12.4k`, `1.25M`: for where there is little room. */
export function shortAmount(value: number): string {
  if (value < 1000) return String(value);
  const [unit, name] = value < 999_500 ? [1000, 'k'] : [1_000_000, 'M'];
  return `${Number((value / unit).toPrecision(3))}${name}`;
}

/** How it stands, as a sentence; empty while there is nothing to say. */
export function standing({ mode, progress, failure, job }: ExploreState): string {
  const states = progress === null ? 0 : progress.states;
  switch (mode) {
    case 'idle':
      return '';
    case 'exploring':
      return 'Exploring …';
    case 'failed':
      return `It failed and is not complete: ${failure ?? 'its worker could not be started'}`;
    case 'stopped':
      return `Stopped at ${amount(states)} states: not complete.`;
    case 'ended':
      if (progress?.violation != null) {
        const { length } = progress.violation.moves;
        return `A violation after ${count(length, 'move')}; there is none after fewer.`;
      }
      if (progress?.complete)
        return `Complete within these bounds: no violation in ${amount(states)} states.`;
      return `Stopped at ${amount(states)} states, of ${amount(job?.budgets.states ?? 0)} at most: not complete.`;
    default:
      return mode satisfies never;
  }
}

/** A refusal without the field that it begins with: for people, not for a command line. */
export function refusalText(sentence: string): string {
  const text = sentence.replace(/^\w+: /, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Which exploration a result is of: choices may have changed since. */
export function jobWords({ spec, budgets }: ExploreJob): string {
  const start = START_TITLES[spec.start ?? 'boot'];
  const { moves, restarts, late, copies } = budgets;
  const more = [
    ...(restarts > 0 ? [count(restarts, 'restart')] : []),
    ...(late > 0 ? [`${late} late`] : []),
    ...(copies > 0 ? [`${copies} twice`] : []),
  ];
  return [`${spec.nodes} nodes`, start.toLowerCase(), count(moves, 'move'), ...more].join(', ');
}

export const START_TITLES: Readonly<Record<Start, string>> = {
  boot: 'Just started',
  settled: 'One leads',
  unheard: 'One misses the leader',
  alone: 'All miss the leader',
};

export interface Line {
  readonly label: string;
  readonly value: string;
}

export function linesOf({ progress, elapsedMs, mode }: ExploreState): readonly Line[] {
  if (progress === null) return [];
  const { states, transitions, depth, frontier, complete } = progress;
  // At the end of all moves there are states too, and nothing follows from them.
  const left = { label: mode === 'exploring' ? 'To be followed' : 'Not followed', value: amount(frontier) };
  const rate = elapsedMs > 0 ? Math.round((1000 * states) / elapsedMs) : 0;
  return [
    { label: 'States', value: amount(states) },
    { label: 'Transitions', value: amount(transitions) },
    { label: 'Depth', value: count(depth, 'move') },
    ...(complete ? [] : [left]),
    { label: 'States per second', value: rate === 0 ? '–' : amount(rate) },
    { label: 'Time', value: `${(elapsedMs / 1000).toFixed(1)} s` },
  ];
}

const { hbIntervalMs, downAfterMs, leaseMs, electionTimeoutMs } = EXPLORE_CONFIG;

/** What “every order” contains … */
export const COVERS: readonly string[] = [
  'Any node has its turn as soon as its timer is due, or any time later: it may be as slow as can be.',
  'Any message on its way arrives next, whatever was sent before or after it, or never. Still on its way when time passes, it counts as late.',
  'A message arrives, and later once more.',
  'A node restarts with its disk; what is on its way to it stays on its way.',
  'Cut links, partitions and dead nodes are all contained in that.',
];

/** … and what it does not. */
export const LEAVES_OUT: readonly string[] = [
  'Clocks at different rates, timers that fire early, jitter.',
  'Disks that lose what was written, damaged frames.',
  'Data, offsets, clients and exports; settings that change; whether a leader is found in the end.',
  `Other timings than a heartbeat every ${hbIntervalMs} ms, down after ${downAfterMs} ms, leases of ${leaseMs} ms, elections of ${electionTimeoutMs} ms.`,
];
