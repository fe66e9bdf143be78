/**
 * What was shown before: sets of branches, each as it stood when something else took its place. All of them sleep; a
 * person may go back to any of them. Bounded in number and in memory: the oldest go first.
 */
import type { Place } from '../../sim/trace/moment';
import type { Telling } from '../run/bookmark';
import type { Branches } from './branches';
import type { Past } from './past';

/** One set of branches, from one beginning: what a run, a link or a scenario opened and what was tried in it. */
export interface Exhibit {
  /** Rises with each one; the same whenever it is shown again. */
  readonly id: number;
  readonly branches: Branches;
  /** The past of the branch that was awake. */
  readonly past: Past;
  /** What was shown; null for the head. */
  readonly shown: Place | null;
  readonly comparedId: number | null;
  readonly telling: Telling;
  readonly playing: boolean;
}

/** More than anybody goes back through by hand. */
const MOST_EXHIBITS = 8;
/** For the traces of all of them together. */
const MOST_BYTES = 192_000_000;

export class Aside {
  /** In the order in which they were left, the last one last. */
  private exhibits: readonly Exhibit[] = [];

  get all(): readonly Exhibit[] {
    return this.exhibits;
  }

  put(exhibit: Exhibit): void {
    this.exhibits = [...this.exhibits, exhibit].slice(-MOST_EXHIBITS);
    // The one that was left last stays, whatever it weighs: it was there a moment ago.
    while (this.exhibits.length > 1 && this.bytes > MOST_BYTES) this.exhibits = this.exhibits.slice(1);
  }

  /** Takes it out; null if it is not here, or not any more. */
  take(id: number): Exhibit | null {
    const found = this.exhibits.find((exhibit) => exhibit.id === id) ?? null;
    this.exhibits = this.exhibits.filter((exhibit) => exhibit !== found);
    return found;
  }

  clear(): void {
    this.exhibits = [];
  }

  private get bytes(): number {
    return this.exhibits.reduce((sum, { past, branches }) => {
      const sleeping = branches.sleeping.reduce((all, branch) => all + branch.past.trace.byteLength, 0);
      return sum + past.trace.byteLength + sleeping;
    }, 0);
  }
}
