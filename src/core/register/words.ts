/** What goes between clients and nodes, and between the copies of the register, in the words of the page. */
import type { VerbLook } from '../protocol';
import type { RegisterMessage, Replicate, Told } from './message';

export const REGISTER_VERBS: readonly VerbLook[] = [
  { verb: 'WRITE', label: 'write: a client asks', mark: 'bar' },
  { verb: 'WROTE', label: 'wrote: acknowledged', mark: 'bar' },
  { verb: 'REDIRECT', label: 'redirect: ask another', mark: 'bar' },
  { verb: 'REFUSE', label: 'refusal of a write', mark: 'bar' },
  { verb: 'REPL', label: 'copy of the register', mark: 'bar' },
  { verb: 'REPLACK', label: 'copy is held', mark: 'bar' },
  { verb: 'REPLNAK', label: 'copy is refused by its token', mark: 'bar' },
  { verb: 'SYNC', label: 'sync: who holds what?', mark: 'bar' },
  { verb: 'SYNCED', label: 'answer to a sync', mark: 'bar' },
];

export function describeRegisterMessage(message: RegisterMessage): string {
  switch (message.verb) {
    case 'WRITE':
      return `write: the client asks for its write ${message.number}`;
    case 'WROTE':
      return `wrote: write ${message.number} is acknowledged under token ${message.epoch}`;
    case 'REDIRECT':
      return `redirect of write ${message.number}: ${hintOf(message.endpoint, message.leaderEpoch)}`;
    case 'REFUSE':
      return `refusal of write ${message.number}: ${message.why}`;
    case 'REPL':
      return `copy under token ${message.token}: ${copyOf(message)}`;
    case 'REPLACK':
      return `holds offset ${message.offset} of token ${message.dataEpoch}, says so to token ${message.token}`;
    case 'REPLNAK':
      return message.fence > message.token
        ? `refuses token ${message.token}: knows token ${message.fence}`
        : `refuses token ${message.token}: has promised a newer epoch`;
    case 'SYNC':
      return `sync: what do you hold? bars all tokens below ${message.token}`;
    case 'SYNCED':
      return `answer to the sync of token ${message.token}: ${copyOf(message)}`;
    default: {
      const unknown: never = message;
      return JSON.stringify(unknown);
    }
  }
}

function hintOf(endpoint: string, leaderEpoch: number): string {
  if (endpoint === '') return 'not the leader, and knows none';
  return `the leader is at ${endpoint}${leaderEpoch < 0 ? '' : ` in epoch ${leaderEpoch}`}`;
}

function copyOf({ dataEpoch, offset, value, history }: Replicate | Told): string {
  const held = history === '' ? 'no writes' : `${value}, writes ${history}`;
  return `offset ${offset} of token ${dataEpoch}, ${held}`;
}
