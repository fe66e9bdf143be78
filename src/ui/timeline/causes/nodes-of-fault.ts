import type { NodeId } from '../../../core/program';
import { STORE_ID } from '../../../core/system';
import type { FaultAction } from '../../../sim/run';

/** The nodes that a fault is done to; none for one that is done to all of them, or to a single message. */
export function nodesOfFault(fault: FaultAction): readonly NodeId[] {
  switch (fault.kind) {
    case 'kill':
    case 'restart':
    case 'freeze':
    case 'thaw':
    case 'crash':
    case 'clock':
    case 'disk':
    case 'throttle':
    case 'stall':
    case 'replOffset':
    case 'priority':
    case 'resign':
    case 'transfer':
    case 'campaign':
    case 'forgetLeader':
    case 'export':
      return [fault.node];
    case 'cut':
    case 'heal':
    case 'link':
    case 'corrupt':
      return [fault.from, fault.to];
    case 'configure':
      return fault.node === undefined ? [] : [fault.node];
    case 'store':
      return [STORE_ID];
    case 'partition':
    case 'healAll':
    case 'drop':
    case 'deliver':
      return [];
    default:
      return fault satisfies never;
  }
}
