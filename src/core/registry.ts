/** Every protocol that the playground can run. A new one is a folder beside this file and a line here. */
import { ballotProtocol } from './protocols/ballot-lease/protocol';
import type { AnyProtocol } from './protocol';
import { quorumProtocol } from './protocols/quorum/protocol';
import { kevyProtocol } from './protocols/kevy/protocol';

/** In the order of the picker; the first is the default. */
export const PROTOCOLS: readonly AnyProtocol[] = [quorumProtocol, kevyProtocol, ballotProtocol];

/** Throws a sentence that lists the known ids. */
export function protocolById(id: string): AnyProtocol {
  const found = PROTOCOLS.find((protocol) => protocol.id === id);
  if (found === undefined) {
    const known = PROTOCOLS.map((protocol) => `"${protocol.id}"`).join(', ');
    throw new RangeError(`protocol: "${id}" is not known here; use one of ${known}.`);
  }
  return found;
}
