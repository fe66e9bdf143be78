/** Getting to an instant of a run without keeping the page from its work, and giving up where that has no end. */
import type { ResolvedRun } from '../../sim/run';
import type { GroundsOfPage } from './ground';
import { record, type Past } from './past';
import { LONGEST_WORK_MS, Slices, type Pace } from './slices';

export interface Limits {
  readonly steps: number;
  /** Of work alone, for runs that take few steps and still much time. */
  readonly workMs: number;
}

/** The trace of so many steps takes some 350 MB, and a machine of today some five seconds. */
export const LIMITS: Limits = { steps: 3_000_000, workMs: LONGEST_WORK_MS };

/** Rejects with a sentence when `untilUs` is out of reach. */
export function reach(
  run: ResolvedRun,
  untilUs: number,
  pace: Pace & { readonly elsewhere?: GroundsOfPage },
  { steps, workMs }: Limits = LIMITS,
): Promise<Past> {
  const tooLong = (): Error => outOfReach(untilUs, `takes more than ${workMs / 1000} s on this machine`);
  const slices = new Slices(pace, tooLong, workMs);
  const breathe = ({ stepCount }: { readonly stepCount: number }) => {
    if (stepCount > steps) throw outOfReach(untilUs, `takes more than ${steps} steps`);
    return slices.breathe();
  };
  return record(run, untilUs, breathe, pace.elsewhere);
}

function outOfReach(untilUs: number, why: string): Error {
  const seconds = untilUs / 1_000_000;
  return new Error(`headMs: to run this again up to ${seconds} s ${why}; choose an earlier instant.`);
}
