/** Where what a stranger wrote runs, as far as that is not in the workers of the nodes. */
import type { Violation } from '../../check/invariant';
import type { Monitor } from '../../check/monitor';
import { systemOfRun, type ResolvedRun } from '../../sim/run';
import type { Explanation } from '../explain/explanation';
import { Judging, type Judge } from './judging';
import type { GroundFor } from './past';

export interface Elsewhere {
  /** The nodes of a replay. */
  readonly ground: GroundFor;
  explain(run: ResolvedRun, violation: Violation, tell?: (soFar: Explanation) => void): Promise<Explanation>;
  judge(source: string): Judge;
}

/** Null where all that is to be checked is checked by `monitor` itself. */
export function judgingOf(
  run: ResolvedRun,
  monitor: Monitor,
  elsewhere: Elsewhere | undefined,
): Judging | null {
  const { source } = run;
  const { properties = [] } = systemOfRun(run);
  if (source === undefined || elsewhere === undefined) return null;
  return properties.length === 0 ? null : new Judging(monitor, elsewhere.judge(source));
}
