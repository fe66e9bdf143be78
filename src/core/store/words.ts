/** What goes between a node and the store, in the words of the page. */
import type { VerbLook } from '../protocol';
import type { KvEntry, KvReply, KvRequest } from './kv';
import { parseReply, parseRequest } from './parse';
import type { StoreMessage } from './message';

export const STORE_VERBS: readonly VerbLook[] = [
  { verb: 'ASK', label: 'store request', mark: 'bar' },
  { verb: 'ANSWER', label: 'store reply', mark: 'bar' },
];

/** Keys that a sentence names before it only counts them. */
const KEYS_NAMED = 3;

export function describeStoreMessage(message: StoreMessage): string {
  switch (message.verb) {
    case 'ASK': {
      const request = parseRequest(message.request);
      return `asks the store: ${request === null ? 'something that cannot be read' : describeRequest(request)}`;
    }
    case 'ANSWER': {
      const reply = parseReply(message.reply);
      return `the store answers: ${reply === null ? 'something that cannot be read' : describeReply(reply)}`;
    }
    default: {
      const unknown: never = message;
      return JSON.stringify(unknown);
    }
  }
}

function describeRequest(request: KvRequest): string {
  switch (request.kind) {
    case 'get':
    case 'entry':
      return `read ${request.key}`;
    case 'read': {
      const below = request.prefix === null ? [] : [`all below ${request.prefix}`];
      return `read ${listed([...request.keys, ...below])}`;
    }
    case 'create':
      return `create ${request.key}`;
    case 'update':
      return `write ${request.key} if it is still at version ${request.version}`;
    case 'delete':
      return `delete ${request.key} if it is still at version ${request.version}`;
    case 'commit': {
      const puts = request.writes.filter(({ kind }) => kind === 'put').map(({ key }) => key);
      const deletes = request.writes.filter(({ kind }) => kind === 'delete').map(({ key }) => key);
      const what = [
        ...(puts.length > 0 ? [`write ${listed(puts)}`] : []),
        ...(deletes.length > 0 ? [`delete ${listed(deletes)}`] : []),
      ];
      const condition = request.checks.length > 0 ? ' if nothing changed since it was read' : '';
      return `${what.length > 0 ? what.join(' and ') : 'write nothing'}${condition}`;
    }
    default: {
      const unknown: never = request;
      return JSON.stringify(unknown);
    }
  }
}

function describeReply(reply: KvReply): string {
  switch (reply.kind) {
    case 'value':
      return reply.value === null ? 'no value' : 'a value';
    case 'entry':
      return reply.entry === null ? 'never written' : describeEntry(reply.entry);
    case 'entries':
      return reply.entries.length === 0 ? 'nothing there' : listed(reply.entries.map(describeEntry));
    case 'written':
      return `written as version ${reply.version}`;
    case 'conflict':
      return 'conflict, somebody else was first';
    case 'failed':
      return `it cannot. ${reply.message}`;
    default: {
      const unknown: never = reply;
      return JSON.stringify(unknown);
    }
  }
}

function describeEntry({ key, value, version }: KvEntry): string {
  return `${key} ${value === null ? 'deleted' : 'is'} at version ${version}`;
}

function listed(items: readonly string[]): string {
  if (items.length === 0) return 'nothing';
  const more = items.length - KEYS_NAMED;
  return more > 1 ? `${items.slice(0, KEYS_NAMED).join(', ')} and ${more} more` : items.join(', ');
}
