/** Misfortunes of runs that have more than nodes: what befalls the store, the clients, clocks and leases. */
import type { NodeId } from '../core/program';
import type { Member, System } from '../core/system';
import type { RandomStream } from '../sim/random';
import { pick } from './pick';
import type { Timed } from './timed';

/** `members` are those of the run; `skewMs` bounds how far wall clocks are set off, to either side. */
export function leaseFault(
  luck: RandomStream,
  members: readonly Member[],
  system: System,
  skewMs: number,
): readonly Timed[] {
  const nodes = members.filter(({ part }) => part === 'node').map(({ id }) => id);
  const others = members.filter(({ part }) => part !== 'node').map(({ id }) => id);
  const node = pick(luck, nodes);
  const other = pick(luck, others);
  const laterMs = luck.below(6000) / 10;
  if (system.spec.clients > 0 && nodes.length > 2 && luck.chance(0.25)) return comeback(luck, nodes);
  switch (luck.below(10)) {
    case 0:
      // A store that is never lost for good: its disk is kept.
      return [
        [0, { kind: 'kill', node: other }],
        [laterMs / 4, { kind: 'restart', node: other, disk: 'kept' }],
      ];
    case 1:
      return [
        [0, { kind: 'freeze', node: other }],
        [laterMs, { kind: 'thaw', node: other }],
      ];
    case 2:
      return [
        [0, { kind: 'cut', from: node, to: other }],
        [laterMs, { kind: 'heal', from: node, to: other }],
      ];
    case 3:
      return [
        [0, { kind: 'cut', from: other, to: node }],
        [laterMs, { kind: 'heal', from: other, to: node }],
      ];
    case 4:
      return [[0, { kind: 'link', from: node, to: other, latencyMs: [20, 20 + luck.below(300)] }]];
    case 5:
      return [
        [0, { kind: 'link', from: other, to: node, lossRatio: luck.below(9) / 10, duplicateRatio: 0.3 }],
      ];
    case 6:
    case 7: {
      if (skewMs === 0) return [];
      const offsetMs = luck.below(2 * skewMs + 1) - skewMs;
      return [[0, { kind: 'clock', node, offsetMs }]];
    }
    case 8:
      if (system.commands?.includes('priority') !== true) return [];
      return [[0, { kind: 'priority', node, value: luck.below(3) }]];
    default: {
      if (system.store === undefined) return [];
      const how = luck.below(4);
      if (how >= 2) return [[0, { kind: 'resign', node }]];
      // What others do to the key is nothing that such a protocol could make up for.
      if (system.store.promisesOneAuthority === true) return [];
      return [[0, { kind: 'store', how: how === 0 ? 'corrupt' : 'tombstone', key: system.store.leaseKey }]];
    }
  }
}

/**
 * One node is cut off from the others, though not from its clients, and comes back just as another one dies: with data
 * that nobody confirmed, in competition with data that was.
 */
export function comeback(luck: RandomStream, nodes: readonly NodeId[]): readonly Timed[] {
  const away = pick(luck, nodes);
  const others = nodes.filter((id) => id !== away);
  const dying = pick(luck, others);
  const backMs = 200 + luck.below(4000) / 10;
  return [
    ...others.flatMap((id): Timed[] => [
      [0, { kind: 'cut', from: away, to: id }],
      [0, { kind: 'cut', from: id, to: away }],
      [backMs, { kind: 'heal', from: away, to: id }],
      [backMs, { kind: 'heal', from: id, to: away }],
    ]),
    [backMs, { kind: 'kill', node: dying }],
    [backMs + 300 + luck.below(3000) / 10, { kind: 'restart', node: dying, disk: 'kept' }],
  ];
}
