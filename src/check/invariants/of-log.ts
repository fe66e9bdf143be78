/** Properties of replicated logs: who watches over them comes with the first protocol that keeps one. */
import type { LogPack } from '../../core/pack';
import { packNamed } from '../../core/registry';
import type { LogWatcher } from '../../core/replicated-log/watcher';
import type { System } from '../../core/system';
import type { Watcher } from '../invariant';

export const keepsLog = ({ replicatesLog }: System): boolean => replicatesLog === true;

export function watchLog(which: keyof LogPack['watchers'], saved: unknown): Watcher {
  let watcher: LogWatcher | null = null;
  return {
    save: () => watcher?.save() ?? saved,
    after(world, node) {
      watcher ??= packNamed('log').watchers[which](saved);
      return watcher.after(world.slots[node]!, world.slots, world.protocol.words);
    },
  };
}
