/** What a search for numbers found, as people read it. */
import { whyNotAll } from '../../check/lab/never';
import { parametersOf, valueIn, type Parameter } from '../../check/lab/parameter';
import type { Failure } from '../../check/lab/failover';
import { boundsOf, type LabSetup } from '../../check/lab/setup';
import type { Candidate, Target } from '../../check/lab/target';
import { count } from '../format';
import { falseFailoversText, timeText, unitFor } from './words';

export interface TargetFound {
  /** The cluster around whose numbers was searched. */
  readonly setup: LabSetup;
  readonly target: Target;
  readonly failure: Failure;
  readonly candidates: readonly Candidate[];
  /** 1 is the first look at all of them. */
  readonly round: number;
}

export function targetWords({ perMille, withinMs, falsePerHour }: Target): string {
  return `${perMille / 10} % within ${withinMs} ms, at most ${falsePerHour} false an hour`;
}

/** The numbers that were varied: those that are not the same in all candidates, without what only follows from others. */
export function variedIn(candidates: readonly Candidate[]): readonly Parameter[] {
  const [first] = candidates;
  if (first === undefined) return [];
  return parametersOf(first.setup).filter(({ id }) => {
    const value = valueIn(first.setup, id);
    return id in first.setup.config && candidates.some(({ setup }) => valueIn(setup, id) !== value);
  });
}

/** Those that were looked at closely, or else the nearest few of the others. */
export function shownOf(candidates: readonly Candidate[]): readonly Candidate[] {
  const close = candidates.filter(({ look }) => look === 'close');
  return close.length > 0 ? close : nearestOf(candidates).slice(0, 3);
}

/** Of those that were tried, the one that is nearest to the promise first. */
function nearestOf(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates
    .filter(({ trials }) => trials.length > 0)
    .sort((a, b) => b.inTimeRatio - a.inTimeRatio || falseRate(a) - falseRate(b));
}

const falseRate = ({ quiet }: Candidate): number => quiet.failoversPerHour ?? Infinity;

/** What is lacking; empty if nothing is, or if it was not looked at closely. */
export function lacksText({ look, meets, quiet, withinUs, inTimeRatio }: Candidate, target: Target): string {
  if (meets || look === 'waits') return '';
  const slow = withinUs === null || withinUs > target.withinMs * 1000;
  const restless = quiet.failoversPerHour === null || quiet.failoversPerHour > target.falsePerHour;
  const lacks = [
    ...(slow ? [`only ${percent(inTimeRatio)} in time`] : []),
    ...(restless ? [quiet.failoversPerHour === null ? 'nobody led' : 'too many false failovers'] : []),
  ];
  return lacks.join(', ');
}

export function withinText({ withinUs, trials }: Candidate): string {
  if (trials.length === 0) return '…';
  return withinUs === null ? 'never' : timeText(withinUs, unitFor(withinUs));
}

export const falseText = ({ quiet }: Candidate): string =>
  quiet.trials === 0 ? '…' : falseFailoversText(quiet);

export const percent = (ratio: number): string => `${Number((ratio * 100).toFixed(1))} %`;

/** A sentence or two on the whole. `over`: the search has ended by itself. */
export function outcomeText({ candidates, target, setup }: TargetFound, over: boolean): string {
  const meeting = candidates.filter(({ meets }) => meets).length;
  if (!over) return meeting === 0 ? '' : `${count(meeting, 'choice')} found so far.`;
  if (candidates.length === 0) {
    return `No numbers of ${count(setup.nodes.length, 'node')} fit into ${target.withinMs} ms: allow more time.`;
  }
  const tried = count(candidates.length, 'choice');
  if (meeting > 0)
    return `Of ${tried} of numbers, ${meeting} found to keep the target, the fewest messages first.`;
  return [`Of ${tried} of numbers none keeps the target.`, ...whyNone(candidates)].join(' ');
}

/** What stands in the way, seen at the nearest one. */
function whyNone(candidates: readonly Candidate[]): readonly string[] {
  const [nearest] = nearestOf(candidates);
  if (nearest === undefined) return [];
  const why = whyNotAll(nearest.setup, nearest.trials);
  if (why !== null) return [`Of the nearest: ${why}`];
  const bound = boundsOf(nearest.setup).find(({ kind }) => kind === 'first');
  if (bound === undefined) return [];
  return [`By its rules the nearest may need up to ${bound.ms} ms even if the first attempt succeeds.`];
}
