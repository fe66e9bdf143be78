/** What the signs at a member mean, one sentence each: read on hover and on focus. */
import type { AnyProtocol } from '../../core/protocol';
import { hasAuthority, type NodeSnapshot, type Snapshot } from '../../sim/view';
import { isDown } from './words';

export interface Meaning {
  /** The sign, in a word. */
  readonly sign: string;
  readonly sentence: string;
}

export function meaningsOf(
  member: NodeSnapshot,
  { nodes, timeUs }: Snapshot,
  protocol: Pick<AnyProtocol, 'store' | 'words'>,
): readonly Meaning[] {
  switch (member.part) {
    case 'store':
      return [
        { sign: 'Store', sentence: 'What all nodes write to and read from; who holds its lease leads.' },
      ];
    case 'client':
      return [{ sign: 'Client', sentence: 'It writes to whoever it believes to be the leader.' }];
    case 'node':
      return ofNode(member, nodes.filter(({ part }) => part === 'node').length, timeUs, protocol);
    default:
      return member.part satisfies never;
  }
}

function ofNode(
  node: NodeSnapshot,
  count: number,
  timeUs: number,
  { store, words }: Pick<AnyProtocol, 'store' | 'words'>,
): readonly Meaning[] {
  const { role, status, epoch } = node;
  if (isDown(status)) {
    return [
      { sign: 'Cross', sentence: 'It is down: its memory is gone, what it wrote to its disk may be kept.' },
    ];
  }
  const authority = hasAuthority(node, timeUs);
  const meanings: Meaning[] = [];
  if (status === 'frozen') {
    meanings.push({ sign: 'Hatched', sentence: 'It stands still, and will go on as if no time had passed.' });
  }
  if (authority) {
    meanings.push({ sign: 'Filled crown', sentence: 'Authority: it may act as the leader.' });
  } else if (role === 'primary') {
    meanings.push({
      sign: 'Hollow crown',
      sentence: 'It only claims to lead: it has no authority, or none left.',
    });
  }
  if (role === 'candidate') {
    meanings.push({ sign: 'Diamond', sentence: 'A candidate: it asks the others to let it lead.' });
    if (store === undefined) {
      meanings.push({ sign: 'Dots', sentence: 'The votes that it needs, filled once they were given.' });
    }
  }
  meanings.push(
    authority
      ? { sign: 'Thick arc', sentence: 'The authority it has left; it drains until it is renewed.' }
      : { sign: 'Thin arc', sentence: 'Its patience: run out, it takes the silence for a death, and acts.' },
    {
      sign: `Colour: ${words.epoch} ${epoch}`,
      sentence: 'The number of a reign; each election makes a higher one.',
    },
    store === undefined
      ? {
          sign: 'Quorum',
          sentence: `${Math.floor(count / 2) + 1} of ${count} nodes must agree before one may lead.`,
        }
      : { sign: 'Lease', sentence: 'Nobody votes here: whoever holds the lease in the store leads.' },
  );
  return meanings;
}
