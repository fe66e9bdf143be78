/** The measuring of margins, and what was measured: whoever goes away and comes back finds it. */
import {
  marginJobs,
  worseOf,
  type MarginJob,
  type MarginResult,
  type Measured,
} from '../../check/margins/jobs';
import type { Margin, TrialId } from '../../check/margins/margin';
import { LabWork } from '../lab/lab.svelte';
import { marginsOf, type MarginSet } from './margin-sets';

/** So many trials for each figure. */
export const SEEDS = 20;

type Found = Readonly<Partial<Record<TrialId, Measured>>>;

/** By setup. */
let kept: Readonly<Record<string, Found>> = {};
const keyOf = ({ setup }: MarginSet): string => JSON.stringify(setup);

export class MarginWork {
  readonly work = new LabWork<MarginJob, MarginResult>();
  private results: Readonly<Record<string, Found>> = $state.raw(kept);

  /** All sets at once, by turns; what was measured of them before is measured anew. */
  start(sets: readonly MarginSet[]): void {
    const found: Partial<Record<TrialId, Measured>>[] = sets.map(() => ({}));
    const jobs = sets.map((set, at) => {
      const trials = marginsOf(set.setup).map(({ trial }) => trial);
      const each = trials.filter((trial, place) => trials.indexOf(trial) === place);
      return marginJobs(at, set.setup, each, SEEDS);
    });
    const show = (): void => {
      const shown = sets.map((set, at) => [keyOf(set), { ...found[at] }] as const);
      kept = this.results = { ...this.results, ...Object.fromEntries(shown) };
    };
    void this.work.start(
      jobs.flat(),
      (result) => {
        const own = found[result.group]!;
        own[result.trial] = worseOf(result.trial, own[result.trial], result.measured);
      },
      show,
    );
  }

  /** Undefined before it was measured. */
  measured(set: MarginSet, { trial }: Margin): Measured | undefined {
    return this.results[keyOf(set)]?.[trial];
  }
}
