/** Getting to an instant of a run without keeping the page from its work, and giving up where that has no end. */
import type { ResolvedRun } from '../../sim/run';
import { record, type Past } from './past';

export interface Limits {
  readonly steps: number;
  /** Of work alone, for runs that take few steps and still much time. */
  readonly workMs: number;
}

/** The trace of so many steps takes some 350 MB, and a machine of today some five seconds. */
export const LIMITS: Limits = { steps: 3_000_000, workMs: 20_000 };
/** Leaves the rest of a frame to the page. */
const SLICE_MS = 10;

export interface Pace {
  readonly requestFrame: (callback: (nowMs: number) => void) => void;
  readonly nowMs: () => number;
}

/** Rejects with a sentence when `untilUs` is out of reach. */
export function reach(
  run: ResolvedRun,
  untilUs: number,
  { requestFrame, nowMs }: Pace,
  { steps, workMs }: Limits = LIMITS,
): Promise<Past> {
  let sliceBeganMs = nowMs();
  let workedMs = 0;
  return record(run, untilUs, ({ stepCount }) => {
    if (stepCount > steps) throw outOfReach(untilUs, `takes more than ${steps} steps`);
    const sliceMs = nowMs() - sliceBeganMs;
    if (sliceMs < SLICE_MS) return null;
    workedMs += sliceMs;
    if (workedMs > workMs) {
      throw outOfReach(untilUs, `takes more than ${workMs / 1000} s on this machine`);
    }
    return new Promise((resolve) => {
      requestFrame(() => {
        sliceBeganMs = nowMs();
        resolve();
      });
    });
  });
}

function outOfReach(untilUs: number, why: string): Error {
  const seconds = untilUs / 1_000_000;
  return new Error(`headMs: to run this again up to ${seconds} s ${why}; choose an earlier instant.`);
}
