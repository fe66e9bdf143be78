/** Checks every invariant after every step of a run, and keeps the first violation of each. */
import type { Observer, World } from '../sim/cluster/world';
import type { Invariant, Violation, Watcher } from './invariant';
import { INVARIANTS } from './invariants';

/** What a monitor remembers; the violations in it are shared, not copied. */
export interface MonitorState {
  readonly violations: readonly Violation[];
  /** By invariant; one that is violated is watched no more. */
  readonly watchers: Readonly<Record<string, unknown>>;
}

export class Monitor implements Observer {
  /** In the order in which they happened; at most one for each invariant. */
  readonly violations: Violation[];
  private watchers: { readonly invariant: Invariant; readonly watcher: Watcher }[];

  constructor(invariants: readonly Invariant[] = INVARIANTS, saved?: MonitorState) {
    this.violations = [...(saved?.violations ?? [])];
    this.watchers = invariants
      .filter(({ id }) => saved === undefined || id in saved.watchers)
      .map((invariant) => ({ invariant, watcher: invariant.watch(saved?.watchers[invariant.id]) }));
  }

  private fitted = false;

  save(): MonitorState {
    const watchers = this.watchers.map(({ invariant, watcher }) => [invariant.id, watcher.save()] as const);
    return { violations: [...this.violations], watchers: Object.fromEntries(watchers) };
  }

  observed(world: World, node: number, atUs: number): void {
    if (!this.fitted) {
      this.fitted = true;
      this.watchers = this.watchers.filter(
        ({ invariant }) => invariant.appliesTo?.(world.protocol) !== false,
      );
    }
    for (let i = 0; i < this.watchers.length; i += 1) {
      const { invariant, watcher } = this.watchers[i]!;
      const finding = watcher.after(world, node, atUs);
      if (finding === null) continue;
      this.watchers.splice(i, 1);
      i -= 1;
      this.violations.push({ invariant: invariant.id, atUs, ...finding, snapshot: world.snapshot(atUs) });
    }
  }
}
