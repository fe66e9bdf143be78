/** The work of a hunt in pieces: families to try, and a find to shrink. */
import '../../sim/cluster/faults';
import type { Run } from '../../sim/run';
import { tryFamily, type Found } from './family';
import type { Prey } from './prey';
import { shrink, type Shrunk } from './shrink';

export type HuntJob =
  | { readonly kind: 'families'; readonly prey: Prey; readonly seeds: readonly number[] }
  /** `run` breaks `invariant` before `untilMs`. */
  | { readonly kind: 'shrink'; readonly run: Run; readonly invariant: string; readonly untilMs: number };

export type HuntResult =
  { readonly kind: 'families'; readonly batch: Batch } | { readonly kind: 'shrink'; readonly shrunk: Shrunk };

/** What some families tried, together. */
export interface Batch {
  readonly schedules: number;
  readonly steps: number;
  readonly virtualMs: number;
  /** Fingerprints, each once. */
  readonly situations: readonly number[];
  readonly nearestUs: number;
  /** What the first family found that found anything; those after it were not tried. */
  readonly found: Found | null;
}

/** `progress` is told each simpler run while shrinking. */
export function doHuntJob(job: HuntJob, progress: (shrunk: Shrunk) => void): HuntResult {
  switch (job.kind) {
    case 'families':
      return { kind: 'families', batch: tryBatch(job.prey, job.seeds) };
    case 'shrink': {
      const steps = shrink(job.run, job.invariant, job.untilMs);
      for (;;) {
        const step = steps.next();
        if (step.done === true) return { kind: 'shrink', shrunk: step.value };
        progress(step.value);
      }
    }
  }
}

export function tryBatch(prey: Prey, seeds: readonly number[]): Batch {
  const situations = new Set<number>();
  const batch = { schedules: 0, steps: 0, virtualMs: 0, nearestUs: Infinity };
  let found: Found | null = null;
  for (const seed of seeds) {
    const report = tryFamily(prey, seed);
    batch.schedules += report.schedules;
    batch.steps += report.steps;
    batch.virtualMs += report.virtualMs;
    batch.nearestUs = Math.min(batch.nearestUs, report.nearestUs);
    for (const fingerprint of report.situations) situations.add(fingerprint);
    found = report.found;
    if (found !== null) break;
  }
  return { ...batch, situations: [...situations], found };
}
