/** Properties of what clients write and read: who watches over them comes with the register. */
import type { RegisterWatcher } from '../../core/register/watch/watcher';
import type { RegisterPack } from '../../core/pack';
import { packNamed } from '../../core/registry';
import type { Watcher } from '../invariant';

/** Without clients there is no register at hand, and nothing to watch. */
export function watchRegister(which: keyof RegisterPack['watchers'], saved: unknown): Watcher {
  let watcher: RegisterWatcher | null = null;
  return {
    save: () => watcher?.save() ?? saved,
    after(world, node, atUs) {
      const slot = world.slots[node]!;
      if (slot.observation.service === undefined) return null;
      watcher ??= packNamed('register').watchers[which](saved);
      return watcher.after(slot, world.slots, world.protocol.words, atUs);
    },
  };
}
