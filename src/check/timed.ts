import type { FaultAction } from '../sim/run';

/** Something that happens, and how long after the misfortune begins. */
export type Timed = readonly [delayMs: number, action: FaultAction];
