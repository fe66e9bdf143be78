/** Moves a world through its windows, with a host that answers at once. */
import type { SyncHost } from '../host';
import type { World } from './world';

/** Until the head is at `untilUs`. */
export function advance(world: World, host: SyncHost, untilUs: number): void {
  while (world.pass(untilUs, host));
}
