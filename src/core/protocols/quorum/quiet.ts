/** The heartbeats of a cluster in which nothing changes. */
import type { NodeId, Observation } from '../../program';
import type { QuorumMessage } from './message';

/**
 * Whether a heartbeat tells a node nothing new about who leads: of the epoch that it knows; from the one that it follows,
 * as a primary, or from another, as a replica. It may renew a grant or an authority, count as a sign of life, or free a
 * node from a vote; none of that is answered, and a replica that follows somebody stands only once its patience is over.
 */
export function isQuiet(from: NodeId, message: QuorumMessage, observed: Observation): boolean {
  if (message.verb !== 'HB' || message.epoch !== observed.epoch) return false;
  switch (observed.role) {
    case 'primary':
      return message.role === 'replica';
    case 'replica':
      // Who waits for nobody may stand whenever it hears enough of them.
      if (observed.primary === null || observed.patienceUntilUs === Infinity) return false;
      return message.role === (from === observed.primary ? 'primary' : 'replica');
    case 'candidate':
      return false;
  }
}
