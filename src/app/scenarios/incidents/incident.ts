/** Something that was reported in public, as a run to watch: what went wrong there, and the same faults with the fix. */
import type { Scenario } from '../scenario';

export interface Incident {
  /** A project and a number, or the title of what was published. */
  readonly source: string;
  /** What was reported, in a sentence or two of our own. */
  readonly reported: string;
  /** What was reported, as a run; its own words say what to watch. */
  readonly story: Scenario;
  /** The same faults with the fix that was made. */
  readonly fixed: Scenario;
  /** “with pre-vote”: what the fix is, to follow “The same faults”. */
  readonly fix: string;
  /** What a hunt says of it: how many schedules, of what, and what was found. */
  readonly hunted: string;
}
