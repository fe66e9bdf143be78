/** Trials of margins in pieces, as the lab has its own. */
import type { LabSetup } from '../lab/setup';
import type { TrialId } from './margin';
import type { Run } from '../../sim/run';

export interface Measured {
  /** Milliseconds; null if it did not come to an end. */
  readonly valueMs: number | null;
  /** What shows it, and the instant of it that it is about. */
  readonly run: Run;
  readonly atMs: number;
}

export interface MarginJob {
  readonly kind: 'margin';
  /** Whose trial it is. */
  readonly group: number;
  readonly setup: LabSetup;
  readonly trial: TrialId;
  readonly seed: number;
}

export interface MarginResult {
  readonly kind: 'margin';
  readonly group: number;
  readonly trial: TrialId;
  readonly measured: Measured;
}

/** The trials of all seeds from 1 on, seed by seed: a measurement that is stopped half-way has some of each. */
export function marginJobs(
  group: number,
  setup: LabSetup,
  trials: readonly TrialId[],
  seeds: number,
): readonly MarginJob[] {
  return Array.from({ length: seeds }, (_, at) => at + 1).flatMap((seed) =>
    trials.map((trial): MarginJob => ({ kind: 'margin', group, setup, trial, seed })),
  );
}

/** Which of two is to be told: the longest that was seen, of an outage or the shortest takeover the shortest. */
export function worseOf(id: TrialId, one: Measured | undefined, other: Measured): Measured {
  if (one === undefined || one.valueMs === null) return one ?? other;
  if (other.valueMs === null) return other;
  const isShorter = other.valueMs < one.valueMs;
  return (id === 'outage' || id === 'soonest') === isShorter ? other : one;
}
