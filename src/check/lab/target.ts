/**
 * Which numbers keep a promise: so many failovers over within so long, and hardly any for nothing. The two pull apart, so
 * a grid of candidates around what holds now is tried: a first look at all of them drops what is far off, then those that
 * send least are looked at closely, until a few are known to keep the promise.
 */
import { resolveConfig } from '../../sim/run';
import type { Failure, QuietTrial, Trial } from './failover';
import { failoverJobs, quietJobs, type LabJob, type LabResult } from './jobs';
import { mainParameter, valueIn } from './parameter';
import { problemOf, systemOfSetup, whyNoFailover, type LabSetup } from './setup';
import { nearestRank, quietSummaryOf, type QuietSummary } from './statistics';

export interface Target {
  /** Of a thousand failovers, so many (1 to 1000) … */
  readonly perMille: number;
  /** … are over within that many milliseconds. */
  readonly withinMs: number;
  /** While nobody fails, so many in an hour replace a leader at most; 0 for none at all. */
  readonly falsePerHour: number;
}

/** What was found of a candidate so far. */
export interface Candidate {
  readonly setup: LabSetup;
  readonly look: 'waits' | 'glanced' | 'dropped' | 'close';
  readonly trials: readonly Trial[];
  readonly quiet: QuietSummary;
  /** The time within which `perMille` of all trials ended; null if so many did not end at all. */
  readonly withinUs: number | null;
  /** Of all trials, those that ended in time, 0 to 1. */
  readonly inTimeRatio: number;
  /** After a close look: it keeps the promise. */
  readonly meets: boolean;
}

const GLANCE = { trials: 10, minutes: 1 } as const;
const CLOSE_TRIALS = 200;
/** Five hours: a rate that is lower than one in five hours is told, with how sure that is. */
const MOST_MINUTES = 300;
const FEWEST_MINUTES = 3;
/** So many are enough to choose from. */
const ENOUGH = 4;
const AT_A_TIME = 2;

/** Of a decade, evenly spaced to the eye. */
const STEPS = [1, 1.5, 2, 3, 5, 7] as const;
/** How much faster than now everything goes beside the patience with a leader. */
const PACES = [1, 1 / 2, 1 / 4] as const;
/** The patience that is tried first is this share of the time that is allowed. */
const LEAST_SHARE = 1 / 16;

/** The clusters that are tried: the patience with a leader over its range, all other times in step with it or faster. */
export function candidatesFor(setup: LabSetup, { withinMs }: Target): readonly LabSetup[] {
  const main = mainParameter(setup);
  const now = valueIn(setup, main.id);
  const system = systemOfSetup(setup);
  const config = resolveConfig(system, setup.config);
  // What follows from another number goes on following it.
  const times = system.config.filter((field) => {
    const follows = typeof field.default !== 'number' && setup.config[field.name] === undefined;
    return field.unit === 'ms' && field.name !== main.id && !follows;
  });
  const found = new Map<string, LabSetup>();
  for (const value of roundNumbers(
    Math.max(main.min, withinMs * LEAST_SHARE),
    Math.min(main.max, withinMs),
  )) {
    for (const pace of PACES) {
      const scaled = times.map(({ name, min, max }) => {
        const ms = Math.round((config[name]! * value * pace) / now);
        return [name, Math.min(max, Math.max(min, ms))] as const;
      });
      const candidate = {
        ...setup,
        config: { ...setup.config, ...Object.fromEntries(scaled), [main.id]: value },
      };
      if (problemOf(candidate) !== null || whyNoFailover(candidate) !== null) continue;
      found.set(JSON.stringify(resolveConfig(system, candidate.config)), candidate);
    }
  }
  return [...found.values()];
}

/** Whole, ascending, from `least` to `most`. */
export function roundNumbers(least: number, most: number): readonly number[] {
  const found = new Set<number>();
  for (let decade = 1; decade <= most; decade *= 10) {
    for (const step of STEPS) {
      const value = Math.round(step * decade);
      if (value >= least && value <= most) found.add(value);
    }
  }
  return [...found];
}

interface Growing {
  readonly setup: LabSetup;
  look: Candidate['look'];
  trials: Trial[];
  quiet: QuietTrial[];
}

/**
 * The search, in rounds: whoever runs it does all jobs of a round, anywhere and in any order, gives back each result, and
 * asks for the next round until there is none. It ends: each candidate is looked at closely once at most.
 */
export class TargetSearch {
  private readonly growing: readonly Growing[];
  private begun = false;

  constructor(
    setup: LabSetup,
    readonly target: Target,
    private readonly failure: Failure,
    private readonly seed = 1,
  ) {
    this.growing = candidatesFor(setup, target).map((candidate) => ({
      setup: candidate,
      look: 'waits',
      trials: [],
      quiet: [],
    }));
  }

  /** Those that meet the target first, then those that were looked at most, each from the fewest messages on. */
  get candidates(): readonly Candidate[] {
    const all = this.growing.map((one) => candidateOf(one, this.target));
    const rank = ({ look, meets }: Candidate): number =>
      meets ? 0 : ['close', 'glanced', 'waits', 'dropped'].indexOf(look) + 1;
    return all.sort((a, b) => rank(a) - rank(b) || calm(a) - calm(b));
  }

  /** Null when the search is over. */
  nextRound(): readonly LabJob[] | null {
    if (!this.begun) {
      this.begun = true;
      return this.jobsFor(this.growing, GLANCE.trials, GLANCE.minutes);
    }
    for (const one of this.growing) {
      if (one.look === 'waits') one.look = this.isFarOff(one) ? 'dropped' : 'glanced';
    }
    const candidates = this.candidates;
    if (candidates.filter(({ meets }) => meets).length >= ENOUGH) return null;
    const next = candidates.filter(({ look }) => look === 'glanced').slice(0, AT_A_TIME);
    if (next.length === 0) return null;
    const chosen = this.growing.filter(({ setup }) => next.some((candidate) => candidate.setup === setup));
    for (const one of chosen) {
      one.look = 'close';
      one.trials = [];
      one.quiet = [];
    }
    return this.jobsFor(chosen, CLOSE_TRIALS, minutesFor(this.target));
  }

  take(result: LabResult): void {
    const one = this.growing[result.group]!;
    if (result.kind === 'failovers') one.trials.push(...result.trials);
    else one.quiet.push(...result.trials);
  }

  private jobsFor(chosen: readonly Growing[], trials: number, minutes: number): readonly LabJob[] {
    return chosen.flatMap((one) => {
      const group = this.growing.indexOf(one);
      return [
        ...failoverJobs(group, one.setup, this.failure, this.seed, trials),
        ...quietJobs(group, one.setup, this.seed, minutes),
      ];
    });
  }

  /** Ten failovers say little of one in a hundred: only what is hopeless goes. */
  private isFarOff({ trials, quiet }: Growing): boolean {
    const slow = trials.filter((trial) => !isInTime(trial, this.target)).length;
    const most = Math.ceil(GLANCE.trials * 2 * (1 - this.target.perMille / 1000)) + 2;
    const { failovers, leaderless } = quietSummaryOf(quiet);
    const expected = (this.target.falsePerHour * GLANCE.minutes) / 60;
    return slow > most || leaderless > 0 || failovers > 2 * expected + 1;
  }
}

/** So long that a rate that is kept shows: three times the hour in which one is allowed. */
function minutesFor({ falsePerHour }: Target): number {
  if (falsePerHour === 0) return MOST_MINUTES;
  return Math.min(MOST_MINUTES, Math.max(FEWEST_MINUTES, Math.ceil(180 / falsePerHour)));
}

function isInTime({ outcome, failoverUs }: Trial, { withinMs }: Target): boolean {
  return outcome === 'settled' && failoverUs <= withinMs * 1000;
}

function candidateOf({ setup, look, trials, quiet }: Growing, target: Target): Candidate {
  const times = trials
    .map(({ outcome, failoverUs }) => (outcome === 'settled' ? failoverUs : Infinity))
    .sort((a, b) => a - b);
  const reached = times.length === 0 ? Infinity : nearestRank(times, target.perMille);
  const summary = quietSummaryOf(quiet);
  const inTime = trials.filter((trial) => isInTime(trial, target)).length;
  const keepsTime = reached <= target.withinMs * 1000;
  const rate = summary.failoversPerHour;
  return {
    setup,
    look,
    trials,
    quiet: summary,
    withinUs: reached === Infinity ? null : reached,
    inTimeRatio: trials.length === 0 ? 0 : inTime / trials.length,
    meets:
      look === 'close' &&
      keepsTime &&
      summary.leaderless === 0 &&
      rate !== null &&
      rate <= target.falsePerHour,
  };
}

const calm = ({ quiet }: Candidate): number => quiet.messagesPerSecond ?? Infinity;
