/** A definition in the place of a protocol's id, for whoever has one in hand: it is known here by a name of its own. */
import { addWritten, hasProtocol, type Which } from '../../registry';
import { OWN } from './about';
import type { AnyDefinition } from './definition';
import { protocolFromSource } from './evaluate';
import { ownProtocol } from './protocol';

export type Named<T extends { readonly protocol: string }> =
  T | (Omit<T, 'protocol' | 'source'> & { readonly protocol: AnyDefinition });

const names = new WeakMap<object, string>();
let count = 0;

/**
 * The same with what names its protocol, which is at hand from now on. A source is run in this process. Throws a sentence on
 * what is no definition, and on a text that is no protocol.
 */
export function named<T extends Which>(given: Named<T>): T {
  const { protocol } = given;
  if (typeof protocol !== 'string') {
    let source = names.get(protocol);
    if (source === undefined) {
      const own = ownProtocol(protocol);
      source = `definition ${(count += 1)}`;
      names.set(protocol, source);
      addWritten(source, own);
    }
    return { ...given, protocol: OWN.id, source } as unknown as T;
  }
  const which = given as T;
  if (protocol === OWN.id && typeof which.source === 'string' && !hasProtocol(which))
    addWritten(which.source, protocolFromSource(which.source));
  return which;
}
