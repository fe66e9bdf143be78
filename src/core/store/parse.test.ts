import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KvReply, KvRequest } from './kv';
import { STORE_WIRE, type StoreMessage } from './message';
import { makeCodec } from '../wire/resp-codec';
import { parseEntries, parseReply, parseRequest } from './parse';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('__proto__', '\ud800', ''),
);
const version = fc.nat();
const entry = fc.record({ key: text, value: fc.option(text), version: fc.integer({ min: 1 }) });

const request: fc.Arbitrary<KvRequest> = fc.oneof(
  fc.record({ kind: fc.constantFrom('get' as const, 'entry' as const), key: text }),
  fc.record({ kind: fc.constant('read' as const), keys: fc.array(text), prefix: fc.option(text) }),
  fc.record({ kind: fc.constant('create' as const), key: text, value: text }),
  fc.record({ kind: fc.constant('update' as const), key: text, value: text, version }),
  fc.record({ kind: fc.constant('delete' as const), key: text, version }),
  fc.record({
    kind: fc.constant('commit' as const),
    checks: fc.array(fc.record({ key: text, version: fc.option(version) })),
    writes: fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('put' as const), key: text, value: text, stampAt: fc.option(version) }),
        fc.record({ kind: fc.constant('delete' as const), key: text }),
      ),
    ),
  }),
);

const reply: fc.Arbitrary<KvReply> = fc.oneof(
  fc.record({ kind: fc.constant('value' as const), value: fc.option(text) }),
  fc.record({ kind: fc.constant('entry' as const), entry: fc.option(entry) }),
  fc.record({ kind: fc.constant('entries' as const), entries: fc.array(entry) }),
  fc.record({ kind: fc.constant('written' as const), version }),
  fc.record({ kind: fc.constant('conflict' as const) }),
  fc.record({
    kind: fc.constant('failed' as const),
    error: fc.constantFrom('EmptyKey' as const, 'OperationFailed' as const),
    message: text,
  }),
);

test('requests and replies come back as they were sent', () => {
  fc.assert(
    fc.property(request, reply, (asked, answered) => {
      expect(parseRequest(JSON.stringify(asked))).toEqual(asked);
      expect(parseReply(JSON.stringify(answered))).toEqual(answered);
    }),
  );
});

test('what is handed on as data is what its frame says', () => {
  const codec = makeCodec<StoreMessage>(STORE_WIRE);
  fc.assert(
    fc.property(request, reply, (asked, answered) => {
      for (const message of [
        { verb: 'ASK', session: 1, seq: 2, request: asked } as const,
        { verb: 'ANSWER', session: 1, seq: 2, reply: answered } as const,
      ]) {
        const decoded = codec.decode(codec.encode(message));
        if (!decoded.ok) throw new Error(decoded.error);
        const there = decoded.message;
        if (there.verb === 'ASK') {
          expect(typeof there.request).toBe('string');
          expect(parseRequest(there.request)).toEqual(parseRequest(asked));
        } else expect(parseReply(there.reply)).toEqual(parseReply(answered));
      }
    }),
  );
});

test('whatever the text, it is a request or null, a reply or null', () => {
  const cut = request.map((each) => JSON.stringify(each).slice(0, -1));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), cut), (each) => {
      for (const parsed of [parseRequest(each), parseReply(each)]) {
        expect(parsed === null || typeof parsed.kind === 'string').toBe(true);
      }
    }),
  );
});

describe('no request', () => {
  const put = { kind: 'put', key: 'a', value: 'x', stampAt: null };
  test.each<unknown>([
    null,
    [[]],
    'get',
    {},
    { kind: 'drop', key: 'a' },
    { kind: 'get' },
    { kind: 'get', key: 7 },
    { kind: 'read', keys: 'a', prefix: null },
    { kind: 'read', keys: ['a', null], prefix: null },
    { kind: 'read', keys: ['a'] },
    { kind: 'create', key: 'a' },
    { kind: 'create', key: 'a', value: null },
    { kind: 'update', key: 'a', value: 'x' },
    { kind: 'update', key: 'a', value: 'x', version: '1' },
    { kind: 'delete', key: 'a', version: null },
    { kind: 'commit', checks: [] },
    { kind: 'commit', checks: [{ key: 'a' }], writes: [] },
    { kind: 'commit', checks: [{ version: 1 }], writes: [] },
    { kind: 'commit', checks: [], writes: [null] },
    { kind: 'commit', checks: [], writes: [{ ...put, kind: 'append' }] },
    { kind: 'commit', checks: [], writes: [{ ...put, value: null }] },
    { kind: 'commit', checks: [], writes: [{ ...put, stampAt: '0' }] },
    { kind: 'commit', checks: [], writes: [{ kind: 'delete' }] },
  ])('is %j', (wrong) => {
    expect(parseRequest(JSON.stringify(wrong))).toBeNull();
  });
});

test('what a sender adds goes no further', () => {
  expect(parseRequest('{"kind":"get","key":"a","extra":1}')).toEqual({ kind: 'get', key: 'a' });
});

test('entries are in the order of their keys, each once', () => {
  const of = (...keys: string[]) => JSON.stringify(keys.map((key) => ({ key, value: null, version: 1 })));
  expect(parseEntries(of('a', 'b'))).toHaveLength(2);
  expect(parseEntries(of('b', 'a'))).toBeNull();
  expect(parseEntries(of('a', 'a'))).toBeNull();
  expect(parseEntries('{')).toBeNull();
});
