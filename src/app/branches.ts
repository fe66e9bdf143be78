/** The futures that were tried from one beginning. One is awake, with workers; the others sleep as data. */
import { TraceComparison } from '../sim/trace/compare';
import type { Trace } from '../sim/trace/trace';
import type { Past } from './past';
import type { BranchInfo, Comparison } from './session-state';

interface Branch {
  readonly id: number;
  name: string;
  readonly parent: number | null;
  readonly forkedAtUs: number;
  /** Null while it is awake. */
  asleep: Past | null;
}

export const LONGEST_NAME = 40;

export class Branches {
  private branches: Branch[] = [{ id: 1, name: 'main', parent: null, forkedAtUs: 0, asleep: null }];
  private comparison: TraceComparison | null = null;
  private nextId = 2;
  private awake = 1;

  get activeId(): number {
    return this.awake;
  }

  /** The active branch falls asleep with `past`, and a new one that leaves it at `forkedAtUs` is awake. */
  fork(past: Past, forkedAtUs: number): void {
    const parent = this.active;
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
    this.active.asleep = past;
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

  /** The name of the first branch, for a run that comes with one. */
  nameActive(name: string): void {
    this.active.name = name.slice(0, LONGEST_NAME);
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

  /** The pasts of all branches that sleep, with what they are called. */
  get sleeping(): readonly { readonly info: Omit<BranchInfo, 'headUs' | 'active'>; readonly past: Past }[] {
    return this.branches.flatMap(({ asleep, ...info }) => (asleep === null ? [] : [{ info, past: asleep }]));
  }

  private get active(): Branch {
    return this.find(this.awake);
  }

  private find(id: number): Branch {
    const branch = this.branches.find((candidate) => candidate.id === id);
    if (branch === undefined) throw new Error(`There is no branch ${id}.`);
    return branch;
  }
}
