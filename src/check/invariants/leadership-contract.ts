import { UNKNOWN } from '../../core/leadership/leader-state';
import { LeaderWatch } from '../../core/leadership/leader-watch';
import type { Invariant, Watcher } from '../invariant';

interface Heard {
  readonly incarnation: number;
  /** The highest that it named as a follower. */
  readonly leaderEpoch: number;
}

/** Source: the contracts of the leader watch in tsoracle. */
export const leadershipContract: Invariant = {
  id: 'leadershipContract',
  title: 'Leadership keeps its contract',
  sentence: 'What a node says of who leads never names an older epoch, nor an endpoint with a scheme.',
  watch(saved): Watcher {
    const heard = new Map((saved as [number, Heard][] | undefined) ?? []);
    const watches = new Map<number, LeaderWatch>();
    return {
      save: () => [...heard],
      after(world, node) {
        const slot = world.slots[node]!;
        if (slot.part !== 'node' || !slot.observed) return null;
        const { leadership } = slot.observation;
        const before = heard.get(node);
        const same = before?.incarnation === slot.incarnation;
        let watch = same ? watches.get(node) : undefined;
        if (watch === undefined) {
          watch = new LeaderWatch(UNKNOWN);
          if (same && before.leaderEpoch > 0)
            watch.emit({ kind: 'follower', leaderEpoch: before.leaderEpoch });
          watches.set(node, watch);
        }
        try {
          watch.emit(leadership);
        } catch (error) {
          return {
            witnesses: [slot.id],
            text: `${slot.id} broke the contract of its leadership: ${(error as Error).message.replace(/^assertion failed: /, '')}.`,
          };
        }
        const named = leadership.kind === 'follower' ? (leadership.leaderEpoch ?? 0) : 0;
        const highest = same ? Math.max(before.leaderEpoch, named) : named;
        if (!same || highest !== before.leaderEpoch) {
          heard.set(node, { incarnation: slot.incarnation, leaderEpoch: highest });
        }
        return null;
      },
    };
  },
};
