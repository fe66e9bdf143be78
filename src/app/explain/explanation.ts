/** What an explanation tells. It is a file of its own so that nobody has to load the search for it to know its form. */
import type { Step } from './account';

export type { Step };

export interface Told extends Step {
  /** Without it nothing of that kind is violated; that was tried. Otherwise it is a circumstance. */
  readonly isCause: boolean;
}

export interface Missing {
  readonly label: string;
  /** What such a rule prevents. */
  readonly protects: string;
  /** Whether nothing of that kind is violated in the same run under the rule; null where that is not known. */
  readonly avoids: boolean | null;
}

export interface LastChance {
  /** Making everything whole at this instant avoids it, a microsecond later it does not. Both were tried. */
  readonly untilUs: number;
  /** What happened at that instant and made the difference; null where that is not known. */
  readonly then: Step | null;
}

export interface Explanation {
  /** Oldest first; none is later than what broke. */
  readonly steps: readonly Told[];
  /** What the witnesses took for true at that instant, by whose votes, and what never reached them; whole sentences. */
  readonly beliefs: readonly string[];
  /** The rules that were off. */
  readonly missing: readonly Missing[];
  /** `never`: not even at the start does it help to make everything whole. Null where that is not known. */
  readonly chance: LastChance | 'never' | null;
  /** How far each of the other futures was played. */
  readonly playedUntilUs: number;
  /** Whether they are still being tried: until then nothing is told as a cause, and nothing of what would help. */
  readonly trying: boolean;
}
