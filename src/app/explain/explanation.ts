/** What an explanation tells. It is a file of its own so that nobody has to load the search for it to know its form. */
import type { Step } from './account';

export type { Step };

export interface Told extends Step {
  /** Undone, it avoids what was violated; that was tried. Otherwise it is a circumstance. */
  readonly isCause: boolean;
}

export interface Missing {
  readonly label: string;
  /** What such a rule prevents. */
  readonly protects: string;
  /** Whether the same run under the rule has no such violation; null where that is not known. */
  readonly avoids: boolean | null;
}

export interface Explanation {
  /** Oldest first; none is later than what broke. */
  readonly steps: readonly Told[];
  /** What the witnesses took for true at that instant, by whose votes, and what never reached them; whole sentences. */
  readonly beliefs: readonly string[];
  /** The rules that were off. */
  readonly missing: readonly Missing[];
  /** Null where making everything whole is not known to help at any instant. */
  readonly avoidable: {
    /** The last instant that was tried at which making everything whole avoids it … */
    readonly helpsUs: number;
    /** … and the first one at which it does no longer. */
    readonly untilUs: number;
    /** What made it too late: without this, making everything whole then would still have avoided it. That was tried. */
    readonly then: Step | null;
  } | null;
  /** Whether making everything whole does not help even at the start; that was tried. */
  readonly inevitable: boolean;
  /** Whether other futures are still being tried: until then nothing is told as a cause, and nothing of what would help. */
  readonly trying: boolean;
}
