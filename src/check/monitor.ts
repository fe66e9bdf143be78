/** Checks every invariant after every step of a run, and keeps the first violation of each. */
import type { Observer, World } from '../sim/cluster/world';
import type { Finding, Invariant, Violation, Watcher } from './invariant';
import { INVARIANTS } from './invariants';

/** What a monitor remembers; the violations in it are shared, not copied. */
export interface MonitorState {
  readonly violations: readonly Violation[];
  readonly notes: readonly Violation[];
  /** By invariant; one that is violated is watched no more. */
  readonly watchers: Readonly<Record<string, unknown>>;
}

interface Watched {
  readonly invariant: Invariant;
  readonly watcher: Watcher;
}

export class Monitor implements Observer {
  /** In the order in which they happened; at most one for each invariant. */
  readonly violations: Violation[];
  /** The same of what is only worth a note. */
  readonly notes: Violation[];
  private watched: Watched[];
  /** Those of them that look by themselves. */
  private looking: Watched[] = [];
  private fitted = false;

  constructor(invariants: readonly Invariant[] = INVARIANTS, saved?: MonitorState) {
    this.violations = [...(saved?.violations ?? [])];
    this.notes = [...(saved?.notes ?? [])];
    this.watched = invariants
      .filter(({ id }) => saved === undefined || id in saved.watchers)
      .map((invariant) => ({ invariant, watcher: invariant.watch(saved?.watchers[invariant.id]) }));
  }

  save(): MonitorState {
    const watchers = this.watched.map(({ invariant, watcher }) => [invariant.id, watcher.save()] as const);
    return {
      violations: [...this.violations],
      notes: [...this.notes],
      watchers: Object.fromEntries(watchers),
    };
  }

  observed(world: World, node: number, atUs: number): void {
    if (!this.fitted) this.fit(world);
    for (let i = 0; i < this.watched.length; i += 1) {
      const one = this.watched[i]!;
      const finding = one.watcher.after(world, node, atUs);
      if (finding === null) continue;
      this.found(world, one, finding, atUs);
      if (this.watched[i] !== one) i -= 1;
    }
  }

  /** What somebody else saw of an invariant that is not watched here, unless that is known already. */
  report(violation: Violation): void {
    if (this.violations.some(({ invariant }) => invariant === violation.invariant)) return;
    this.violations.push(violation);
  }

  nextLookUs(): number {
    let lookUs = Infinity;
    for (const { watcher } of this.looking) lookUs = Math.min(lookUs, watcher.nextLookUs!());
    return lookUs;
  }

  look(world: World): void {
    const atUs = world.headUs;
    for (const one of [...this.looking]) {
      if (one.watcher.nextLookUs!() > atUs) continue;
      const finding = one.watcher.look?.(world, atUs) ?? null;
      if (finding !== null) this.found(world, one, finding, atUs);
    }
  }

  /** Keeps the invariants that have something to say of such a run. */
  private fit(world: World): void {
    this.fitted = true;
    this.watched = this.watched.filter(({ invariant }) => invariant.appliesTo?.(world.protocol) !== false);
    this.looking = this.watched.filter(({ watcher }) => watcher.nextLookUs !== undefined);
  }

  private found(world: World, one: Watched, { isNote, ...finding }: Finding, atUs: number): void {
    const { invariant } = one;
    if (isNote !== true) {
      this.watched = this.watched.filter((other) => other !== one);
      this.looking = this.looking.filter((other) => other !== one);
    } else if (this.notes.some(({ invariant: id }) => id === invariant.id)) return;
    const list = isNote === true || invariant.note === true ? this.notes : this.violations;
    // A node that is concerned in two ways is still one node.
    const witnesses = [...new Set(finding.witnesses)];
    const moment = world.trace.momentAt(atUs);
    list.push({
      invariant: invariant.id,
      atUs,
      ...finding,
      witnesses,
      moment,
      snapshot: world.snapshot(atUs),
    });
  }
}
