/** Moves a world through its windows with a host that has to be waited for. */
import type { World } from '../../sim/cluster/world';
import type { AsyncHost } from '../../sim/host';

/** Until the head is at `untilUs`, or `between`, which is awaited after each window, says to stop. */
export async function advanceAsync(
  world: World,
  host: AsyncHost,
  untilUs: number,
  between: () => boolean | Promise<boolean>,
): Promise<void> {
  for (let window = world.open(untilUs); window !== null; window = world.open(untilUs)) {
    world.close(window, await Promise.all(window.calls.map(({ node, call }) => host.run(node, call))));
    const stop = between();
    if (typeof stop === 'boolean' ? stop : await stop) return;
  }
}
