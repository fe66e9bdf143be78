/** Where what a stranger wrote runs, as far as that is not in the workers of the nodes. */
import type { Violation } from '../../check/invariant';
import type { ResolvedRun } from '../../sim/run';
import type { Explanation } from '../explain/explanation';
import type { Grounds } from './ground';

export interface Elsewhere extends Grounds {
  explain(run: ResolvedRun, violation: Violation, tell?: (soFar: Explanation) => void): Promise<Explanation>;
}
