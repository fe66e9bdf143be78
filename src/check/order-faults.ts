/** Orders of an operator that upset an election, where a protocol knows them. */
import type { NodeId } from '../core/program';
import type { System } from '../core/system';
import type { RandomStream } from '../sim/random';
import { pick } from './pick';
import type { Timed } from './timed';

/** Where nobody heeds any, no luck is drawn for it: the schedules of those protocols are what they always were. */
export const heedsOrders = ({ commands }: System): boolean => commands?.includes('campaign') === true;

export function orderFault(luck: RandomStream, nodes: readonly NodeId[]): readonly Timed[] {
  const node = pick(luck, nodes);
  const others = nodes.filter((id) => id !== node);
  switch (luck.below(others.length === 0 ? 1 : 3)) {
    case 0:
      return [[0, { kind: 'campaign', node }]];
    case 1:
      return [[0, { kind: 'transfer', node, to: pick(luck, others) }]];
    default:
      // One alone makes no difference: nobody else would take its vote.
      return others.map((other): Timed => [0, { kind: 'forgetLeader', node: other }]);
  }
}
