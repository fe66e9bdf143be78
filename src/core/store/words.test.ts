import { expect, test } from 'vitest';
import type { KvReply, KvRequest } from './kv';
import { STORE_WIRE } from './message';
import { describeStoreMessage, STORE_VERBS } from './words';

const put = (key: string) => ({ kind: 'put', key, value: '', stampAt: null }) as const;

test.each<[KvRequest | string, string]>([
  [{ kind: 'get', key: 'a' }, 'read a'],
  [{ kind: 'read', keys: ['e/config'], prefix: 'e/candidates/' }, 'read e/config, all below e/candidates/'],
  [{ kind: 'read', keys: [], prefix: null }, 'read nothing'],
  [{ kind: 'create', key: 'export/lease', value: '{}' }, 'create export/lease'],
  [{ kind: 'update', key: 'a', value: 'x', version: 3 }, 'write a if it is still at version 3'],
  [{ kind: 'delete', key: 'a', version: 3 }, 'delete a if it is still at version 3'],
  [
    {
      kind: 'commit',
      checks: [{ key: 'a', version: 1 }],
      writes: [put('a'), put('b'), { kind: 'delete', key: 'c' }],
    },
    'write a, b and delete c if nothing changed since it was read',
  ],
  [{ kind: 'commit', checks: [], writes: ['a', 'b', 'c', 'd', 'e'].map(put) }, 'write a, b, c and 2 more'],
  ['{', 'something that cannot be read'],
])('%j in words', (request, words) => {
  const text = typeof request === 'string' ? request : JSON.stringify(request);
  expect(describeStoreMessage({ verb: 'ASK', session: 1, seq: 1, request: text })).toBe(
    `asks the store: ${words}`,
  );
});

test.each<[KvReply | string, string]>([
  [{ kind: 'value', value: null }, 'no value'],
  [{ kind: 'value', value: 'x' }, 'a value'],
  [{ kind: 'entry', entry: null }, 'never written'],
  [{ kind: 'entry', entry: { key: 'a', value: 'x', version: 3 } }, 'a is at version 3'],
  [{ kind: 'entry', entry: { key: 'a', value: null, version: 3 } }, 'a deleted at version 3'],
  [{ kind: 'entries', entries: [] }, 'nothing there'],
  [{ kind: 'written', version: 12 }, 'written as version 12'],
  [{ kind: 'conflict' }, 'conflict, somebody else was first'],
  [{ kind: 'failed', error: 'EmptyKey', message: 'No key.' }, 'it cannot. No key.'],
  ['{}', 'something that cannot be read'],
])('%j as an answer', (reply, words) => {
  const text = typeof reply === 'string' ? reply : JSON.stringify(reply);
  expect(describeStoreMessage({ verb: 'ANSWER', session: 1, seq: 1, reply: text })).toBe(
    `the store answers: ${words}`,
  );
});

test('every verb on the wire has a look', () => {
  expect(STORE_VERBS.map(({ verb }) => verb)).toEqual(Object.keys(STORE_WIRE));
});
