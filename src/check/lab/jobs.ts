/** The lab's work in pieces that can be done anywhere, in any order: plain data in, plain data out. */
import '../../sim/cluster/faults';
import { failoverTrial, quietTrial, type Failure, type QuietTrial, type Trial } from './failover';
import type { LabSetup } from './setup';

export type LabJob =
  /** `count` failovers with the seeds from `firstSeed` on. `group` tells whose they are. */
  | {
      readonly kind: 'failovers';
      readonly group: number;
      readonly setup: LabSetup;
      readonly failure: Failure;
      readonly firstSeed: number;
      readonly count: number;
    }
  | {
      readonly kind: 'quiet';
      readonly group: number;
      readonly setup: LabSetup;
      readonly seed: number;
      readonly minutes: number;
    };

export type LabResult =
  | { readonly kind: 'failovers'; readonly group: number; readonly trials: readonly Trial[] }
  | { readonly kind: 'quiet'; readonly group: number; readonly trials: readonly QuietTrial[] };

export function doLabJob(job: LabJob): LabResult {
  const { group, setup } = job;
  switch (job.kind) {
    case 'failovers': {
      const trials = seedsFrom(job.firstSeed, job.count).map((seed) =>
        failoverTrial(setup, seed, job.failure),
      );
      return { kind: 'failovers', group, trials };
    }
    case 'quiet':
      return { kind: 'quiet', group, trials: [quietTrial(setup, job.seed, job.minutes)] };
    default:
      return job satisfies never;
  }
}

/** Small, so that progress is seen and all workers end at about the same time. */
const TRIALS_PER_JOB = 5;

export function failoverJobs(
  group: number,
  setup: LabSetup,
  failure: Failure,
  firstSeed: number,
  trials: number,
): LabJob[] {
  const jobs: LabJob[] = [];
  for (let done = 0; done < trials; done += TRIALS_PER_JOB) {
    const count = Math.min(TRIALS_PER_JOB, trials - done);
    jobs.push({ kind: 'failovers', group, setup, failure, firstSeed: firstSeed + done, count });
  }
  return jobs;
}

/** A cluster for each minute: false failovers follow each other, and many short looks tell more than a long one. */
export function quietJobs(group: number, setup: LabSetup, firstSeed: number, minutes: number): LabJob[] {
  return seedsFrom(firstSeed, minutes).map((seed) => ({ kind: 'quiet', group, setup, seed, minutes: 1 }));
}

/** Whoever was first: in the order of their seeds. */
export function bySeed<T extends { readonly seed: number }>(trials: readonly T[]): readonly T[] {
  return [...trials].sort((a, b) => a.seed - b.seed);
}

function seedsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => first + at);
}
