import type { Observer, World } from '../../sim/cluster/world';
import { Tenure } from './tenure';
import { isWhole } from './whole';

/** Sees a cluster become whole, from a given instant on. */
export class Wholeness implements Observer {
  private readonly tenure = new Tenure();
  private begun = false;

  constructor(private readonly fromUs: number) {}

  observed(world: World, node: number, atUs: number): void {
    if (atUs >= this.fromUs) this.after(world, node, atUs);
  }

  isWhole(world: World): boolean {
    this.begin(world);
    return isWhole(world, this.tenure, world.headUs);
  }

  private after(world: World, node: number, atUs: number): void {
    this.begin(world);
    this.tenure.after(world, node, atUs);
  }

  /** Who leads already may do so for long without anything that is seen. */
  private begin(world: World): void {
    if (this.begun) return;
    this.begun = true;
    for (const { index } of world.slots) this.tenure.after(world, index, this.fromUs);
  }
}
