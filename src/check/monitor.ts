/** Checks every invariant after every step of a run, and keeps the first violation of each. */
import type { Observer, World } from '../sim/cluster/world';
import type { Invariant, Violation, Watcher } from './invariant';
import { INVARIANTS } from './invariants';

export class Monitor implements Observer {
  /** In the order in which they happened; at most one for each invariant. */
  readonly violations: Violation[] = [];
  private readonly watchers: { readonly invariant: Invariant; readonly watcher: Watcher }[];

  constructor(invariants: readonly Invariant[] = INVARIANTS) {
    this.watchers = invariants.map((invariant) => ({ invariant, watcher: invariant.watch() }));
  }

  observed(world: World, node: number, atUs: number): void {
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
