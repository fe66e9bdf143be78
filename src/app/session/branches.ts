/**
 * The futures that were tried from one beginning, and beside them runs that were found. One is awake, with workers; the
 * others sleep as data.
 */
import { instantText } from '../../sim/instant-words';
import { membersOf, type ResolvedRun } from '../../sim/run';
import { TraceComparison } from '../../sim/trace/compare';
import type { Trace } from '../../sim/trace/trace';
import { LONGEST_NAME } from '../run/limits';
import { tellingUpTo, type Telling } from '../run/telling';
import { forgetDownTo, MOST_TRACE_BYTES, type Past } from './past';
import type { BranchInfo, Comparison } from './state';

/** Where a branch stands among the others. */
export interface BranchPlace {
  readonly id: number;
  readonly name: string;
  /** The branch that it left, and when; null for the first. */
  readonly parent: number | null;
  readonly forkedAtUs: number;
  /** A run of its own that a hunt came back with; absent: one of the futures that people tried. */
  readonly found?: true;
}

interface Branch extends BranchPlace {
  name: string;
  /** Null while it is awake. */
  asleep: Past | null;
}

export const FIRST_BRANCH: BranchPlace = { id: 1, name: 'main', parent: null, forkedAtUs: 0 };

const UNTOLD: Telling = {};

/** More than anybody compares, and each may hold a long past. */
export const MOST_BRANCHES = 32;
/**
 * What all that sleep may keep of their rows together. Beyond it the largest forgets its oldest: what was done in it is
 * still there, and an instant of that time is replayed when somebody asks for it.
 */
const MOST_SLEEPING_BYTES = 2 * MOST_TRACE_BYTES;

export class Branches {
  private branches: Branch[];
  private comparison: TraceComparison | null = null;
  private awake: number;
  /** The words that go with each; none for what has none. */
  private readonly tellings = new Map<number, Telling>();

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

  /** Throws a sentence where one more would be one too many: nothing is thrown away to make room. */
  checkRoom(): void {
    if (this.branches.length < MOST_BRANCHES) return;
    throw new Error(
      `There are ${this.branches.length} branches, which is the most: delete one that is no longer needed, then try again.`,
    );
  }

  /** The words that go with the branch that is awake; the same object until they change. */
  get telling(): Telling {
    return this.tellings.get(this.awake) ?? UNTOLD;
  }

  tell(telling: Telling): void {
    this.tellings.set(this.awake, telling);
  }

  /** The active branch falls asleep with `past`, and a new one that leaves it at `forkedAtUs` is awake. */
  fork(past: Past, forkedAtUs: number): void {
    const parent = this.find(this.awake);
    parent.asleep = past;
    this.branches.push({
      id: this.nextId,
      name: `fork at ${instantText(forkedAtUs)}`,
      parent: parent.id,
      forkedAtUs,
      asleep: null,
    });
    this.tellings.set(this.nextId, this.tellingOfFork(past.run, forkedAtUs));
    this.awake = this.nextId;
    this.nextId += 1;
    this.keepSmall();
  }

  /** Returns the past of the branch that wakes up. Throws a sentence if there is none of that id. */
  switchTo(id: number, past: Past): Past {
    const target = this.find(id);
    if (target.asleep === null) throw new Error(`Branch "${target.name}" is awake already.`);
    this.find(this.awake).asleep = past;
    const woken = target.asleep;
    target.asleep = null;
    this.awake = id;
    this.keepSmall();
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
    this.tellings.delete(id);
  }

  /** A run that was recorded elsewhere sleeps here from now on, as a branch that left no other. Returns its id. */
  add(name: string, past: Past): number {
    const id = this.nextId;
    this.nextId += 1;
    const place: BranchPlace = {
      id,
      name: name.slice(0, LONGEST_NAME),
      parent: null,
      forkedAtUs: 0,
      found: true,
    };
    this.branches.push({ ...place, asleep: past });
    this.keepSmall();
    return id;
  }

  /** The branch of that very run, found before; `activeRun` is what the branch that is awake has run. */
  holding(run: ResolvedRun, activeRun: ResolvedRun): number | null {
    const text = JSON.stringify(run);
    const same = this.branches.find(
      ({ found, asleep }) => found && JSON.stringify(asleep?.run ?? activeRun) === text,
    );
    return same?.id ?? null;
  }

  /** A branch that was known before sleeps here from now on. */
  adopt(place: BranchPlace, past: Past, telling: Telling): void {
    this.tellings.set(place.id, telling);
    this.branches = [...this.branches, { ...place, asleep: past }].sort((a, b) => a.id - b.id);
    this.keepSmall();
  }

  /** `active` is what the branch that is awake runs, and how far it is. */
  infos(active: { readonly run: ResolvedRun; readonly headUs: number }): readonly BranchInfo[] {
    return this.branches.map(({ asleep, ...place }) => {
      const apart = asleep === null ? null : whyApart(asleep.run, active.run);
      return {
        ...place,
        headUs: asleep === null ? active.headUs : asleep.now.state.headUs,
        active: place.id === this.awake,
        ...(apart !== null && { apart }),
      };
    });
  }

  /** Null when that branch is gone, is the one that is awake, or cannot be compared with what `run` has recorded. */
  compare(id: number, run: ResolvedRun, trace: Trace): Comparison | null {
    const asleep = this.branches.find((branch) => branch.id === id)?.asleep;
    if (asleep == null || whyApart(asleep.run, run) !== null) return null;
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
  get sleeping(): readonly {
    readonly place: BranchPlace;
    readonly past: Past;
    readonly telling: Telling;
  }[] {
    return this.branches.flatMap(({ asleep, ...place }) =>
      asleep === null ? [] : [{ place, past: asleep, telling: this.tellings.get(place.id) ?? UNTOLD }],
    );
  }

  get active(): BranchPlace {
    const { asleep: _, ...place } = this.find(this.awake);
    return place;
  }

  /** A branch without some of the faults is another story: only what was to be seen before it holds of it, too. */
  private tellingOfFork(run: ResolvedRun, forkedAtUs: number): Telling {
    const { moments, ...words } = tellingUpTo(this.telling, forkedAtUs);
    const isSameStory = run.faults.every(({ atMs }) => Math.round(atMs * 1000) <= forkedAtUs);
    return { ...(isSameStory && words), ...(moments !== undefined && { moments }) };
  }

  private keepSmall(): void {
    const pasts = this.sleeping.map(({ past }) => past);
    const most = Math.floor(MOST_SLEEPING_BYTES / Math.max(1, pasts.length));
    if (pasts.reduce((sum, past) => sum + past.trace.byteLength, 0) <= MOST_SLEEPING_BYTES) return;
    for (const { trace, history } of pasts) forgetDownTo(most, trace, history);
  }

  private find(id: number): Branch {
    const branch = this.branches.find((candidate) => candidate.id === id);
    if (branch === undefined) throw new Error(`There is no branch ${id}.`);
    return branch;
  }
}

/** Lanes and records are compared by their place: only the same members of the same protocol have the same. */
function whyApart(run: ResolvedRun, shown: ResolvedRun): string | null {
  if (run === shown) return null;
  if (run.protocol !== shown.protocol) return 'it runs another protocol';
  const members = idsOf(run);
  if (members !== idsOf(shown)) return `it has other members: ${members}`;
  return (run.exports ?? false) === (shown.exports ?? false) ? null : 'only one of them has exports';
}

const idsOf = (run: ResolvedRun): string =>
  membersOf(run)
    .map(({ id }) => id)
    .join(', ');
