/** The futures that were tried from one beginning. One is awake, with workers; the others sleep as data. */
import { TraceComparison } from '../sim/trace/compare';
import type { Trace } from '../sim/trace/trace';
import type { Past } from './past';
import type { BranchInfo, Comparison } from './session-state';

/** Where a branch stands among the others. */
export interface BranchPlace {
  readonly id: number;
  readonly name: string;
  /** The branch that it left, and when; null for the first. */
  readonly parent: number | null;
  readonly forkedAtUs: number;
}

interface Branch extends BranchPlace {
  name: string;
  /** Null while it is awake. */
  asleep: Past | null;
}

export const LONGEST_NAME = 40;

export const FIRST_BRANCH: BranchPlace = { id: 1, name: 'main', parent: null, forkedAtUs: 0 };

export class Branches {
  private branches: Branch[];
  private comparison: TraceComparison | null = null;
  private awake: number;

  /** Branches that begin here take ids from `nextId` on; the ones below are taken, or will be. */
  constructor(
    place = FIRST_BRANCH,
    private nextId = place.id + 1,
  ) {
    this.branches = [{ ...place, asleep: null }];
    this.awake = place.id;
  }

  get activeId(): number {
    return this.awake;
  }

  /** The active branch falls asleep with `past`, and a new one that leaves it at `forkedAtUs` is awake. */
  fork(past: Past, forkedAtUs: number): void {
    const parent = this.find(this.awake);
    parent.asleep = past;
    const seconds = (forkedAtUs / 1_000_000).toFixed(2);
    this.branches.push({
      id: this.nextId,
      name: `fork at ${seconds} s`,
      parent: parent.id,
      forkedAtUs,
      asleep: null,
    });
    this.awake = this.nextId;
    this.nextId += 1;
  }

  /** Returns the past of the branch that wakes up. Throws a sentence if there is none of that id. */
  switchTo(id: number, past: Past): Past {
    const target = this.find(id);
    if (target.asleep === null) throw new Error(`Branch "${target.name}" is awake already.`);
    this.find(this.awake).asleep = past;
    const woken = target.asleep;
    target.asleep = null;
    this.awake = id;
    return woken;
  }

  rename(id: number, name: string): void {
    const trimmed = name.trim();
    if (trimmed === '' || trimmed.length > LONGEST_NAME) {
      throw new Error(`name: must have 1 to ${LONGEST_NAME} characters.`);
    }
    this.find(id).name = trimmed;
  }

  delete(id: number): void {
    const branch = this.find(id);
    if (id === this.awake) {
      throw new Error(`Branch "${branch.name}" is the one that is shown: switch to another one first.`);
    }
    this.branches = this.branches.filter((candidate) => candidate !== branch);
  }

  /** A branch that was known before sleeps here from now on. */
  adopt(place: BranchPlace, past: Past): void {
    this.branches = [...this.branches, { ...place, asleep: past }].sort((a, b) => a.id - b.id);
  }

  infos(activeHeadUs: number): readonly BranchInfo[] {
    return this.branches.map(({ id, name, parent, forkedAtUs, asleep }) => ({
      id,
      name,
      parent,
      forkedAtUs,
      headUs: asleep === null ? activeHeadUs : asleep.now.state.headUs,
      active: id === this.awake,
    }));
  }

  /** Null when that branch is gone, or is the one that is awake. */
  compare(id: number, trace: Trace): Comparison | null {
    const asleep = this.branches.find((branch) => branch.id === id)?.asleep;
    if (asleep == null) return null;
    if (this.comparison?.a !== trace || this.comparison.b !== asleep.trace) {
      this.comparison = new TraceComparison(trace, asleep.trace);
    }
    return {
      branch: id,
      trace: asleep.trace,
      headUs: asleep.now.state.headUs,
      divergesAtUs: this.comparison.divergesAtUs(),
    };
  }

  /** The pasts of all branches that sleep, and where these stand. */
  get sleeping(): readonly { readonly place: BranchPlace; readonly past: Past }[] {
    return this.branches.flatMap(({ asleep, ...place }) =>
      asleep === null ? [] : [{ place, past: asleep }],
    );
  }

  get active(): BranchPlace {
    const { asleep: _, ...place } = this.find(this.awake);
    return place;
  }

  private find(id: number): Branch {
    const branch = this.branches.find((candidate) => candidate.id === id);
    if (branch === undefined) throw new Error(`There is no branch ${id}.`);
    return branch;
  }
}
