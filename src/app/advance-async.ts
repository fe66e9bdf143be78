/** Moves a world through its windows with a host that has to be waited for. */
import type { World } from '../sim/cluster/world';
import type { AsyncHost } from '../sim/host';

/** Until the head is at `untilUs`, or `stop` says so after a window. */
export async function advanceAsync(
  world: World,
  host: AsyncHost,
  untilUs: number,
  stop: () => boolean,
): Promise<void> {
  for (let window = world.open(untilUs); window !== null; window = world.open(untilUs)) {
    world.close(window, await Promise.all(window.calls.map(({ node, call }) => host.run(node, call))));
    if (stop()) return;
  }
}
