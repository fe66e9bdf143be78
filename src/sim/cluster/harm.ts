/**
 * What can be done to a cluster is not needed before anybody does it: a page opens with a run to which nothing is done.
 * `faults.ts` has all of it, and hands it in here when it is loaded: with whatever reads runs and faults from outside.
 */
import { assert } from '../../core/assert';
import type { FaultEffect } from '../fault-effect';
import type { HostControl } from '../host';
import type { DiskLatency, FaultAction } from '../run';
import type { FaultedWorld } from './faulted-world';
import type { Impairment, ImpairmentState } from './impairment';

export interface Harm {
  /** Does it at the head of the world, and says what came of it. */
  applyFault(world: FaultedWorld, host: HostControl, fault: FaultAction): FaultEffect;
  /** Of all members that have a disk. */
  slowDisks(world: FaultedWorld, latencyMs: DiskLatency): void;
  /** The same impairment again. */
  impaired(state: ImpairmentState): Impairment;
}

let known: Harm | null = null;

export function learnHarm(harm: Harm): void {
  known = harm;
}

export function harmAtHand(): Harm {
  assert(known !== null, 'what faults do has not been loaded');
  return known;
}
