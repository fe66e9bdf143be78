/** What goes between clients and nodes, and between the copies of the register, in the words of the page. */
import type { VerbLook, Words } from '../protocol';
import type { RegisterMessage, Replicate, Told } from './message';
import type { Copy } from './replica-state';

export const REGISTER_VERBS: readonly VerbLook[] = [
  { verb: 'WRITE', label: 'write: a client asks', mark: 'bar' },
  { verb: 'WROTE', label: 'wrote: acknowledged', mark: 'bar' },
  { verb: 'READ', label: 'read: a client asks', mark: 'bar' },
  { verb: 'VALUE', label: 'value: what is written', mark: 'bar' },
  { verb: 'REDIRECT', label: 'redirect: ask another', mark: 'bar' },
  { verb: 'REFUSE', label: 'refusal of a client', mark: 'bar' },
  { verb: 'REPL', label: 'copy of the register', mark: 'bar' },
  { verb: 'REPLACK', label: 'copy is held', mark: 'bar' },
  { verb: 'REPLNAK', label: 'copy is refused: it is outdated', mark: 'bar' },
  { verb: 'SYNC', label: 'sync: who holds what?', mark: 'bar' },
  { verb: 'SYNCED', label: 'answer to a sync', mark: 'bar' },
  { verb: 'CHECK', label: 'check: is anybody newer?', mark: 'bar' },
  { verb: 'CHECKED', label: 'checked: nobody is', mark: 'bar' },
];

export function describeRegisterMessage(message: RegisterMessage, { epoch }: Words): string {
  switch (message.verb) {
    case 'WRITE':
      return `write: the client asks for its write ${message.number}`;
    case 'WROTE':
      return `wrote: write ${message.number} is acknowledged under ${epoch} ${message.epoch}`;
    case 'READ':
      return `read: the client asks for what is written, in its read ${message.number}`;
    case 'VALUE':
      return `value for read ${message.number} under ${epoch} ${message.epoch}: ${heldOf(message)}`;
    case 'REDIRECT':
      return `redirect of ${askedFor(message.number)}: ${hintOf(message.endpoint, message.leaderEpoch, epoch)}`;
    case 'REFUSE':
      return `refusal of ${askedFor(message.number)}: ${message.why}`;
    case 'REPL':
      return `copy under ${epoch} ${message.token}: ${copyOf(message, epoch)}`;
    case 'REPLACK':
      return `holds offset ${message.offset} of ${epoch} ${message.dataEpoch}, says so to ${epoch} ${message.token}`;
    case 'REPLNAK':
      return message.fence > message.token
        ? `refuses ${epoch} ${message.token}: knows ${epoch} ${message.fence}`
        : `refuses ${epoch} ${message.token}: has promised a newer ${epoch}`;
    case 'SYNC':
      return `sync: what do you hold? bars whatever is below ${epoch} ${message.token}`;
    case 'SYNCED':
      return `answer to the sync of ${epoch} ${message.token}: ${copyOf(message, epoch)}`;
    case 'CHECK':
      return `check ${message.round}: has anybody seen more than ${epoch} ${message.token}?`;
    case 'CHECKED':
      return `answer to check ${message.round}: has seen nothing above ${epoch} ${message.token}`;
    default: {
      const unknown: never = message;
      return JSON.stringify(unknown);
    }
  }
}

const askedFor = (number: number): string => (number === 0 ? 'a read' : `write ${number}`);

function hintOf(endpoint: string, leaderEpoch: number, epoch: string): string {
  if (endpoint === '') return 'not the leader, and knows none';
  return `the leader is at ${endpoint}${leaderEpoch < 0 ? '' : ` in ${epoch} ${leaderEpoch}`}`;
}

function copyOf({ dataEpoch, offset, ...copy }: Replicate | Told, epoch: string): string {
  return `offset ${offset} of ${epoch} ${dataEpoch}, ${heldOf(copy)}`;
}

const heldOf = ({ value, history }: Pick<Copy, 'value' | 'history'>): string =>
  history === '' ? 'no writes' : `${value}, writes ${history}`;
