import { beforeEach, describe, expect, test } from 'vitest';
import type { DiskRecord, Effect, NodeId } from '../program';
import { bootOf, clockAt } from '../test-kit';
import { textOf } from '../wire/text';
import type { KvReply, KvRequest } from './kv';
import { VALUE_BYTES_MAX } from './limits';
import { slotOf } from '../protocols/ballot-lease/leader';
import { parseLeaseRecord } from '../export/record';
import type { StoreAsk, StoreMessage } from './message';
import { storeContents, StoreProgram } from './program';

let disk: DiskRecord | null;
let store: StoreProgram;
let events: string[];

/** The process again: from what is on the disk, or from what was saved. */
const start = (state?: ReturnType<StoreProgram['save']>) =>
  new StoreProgram(bootOf('store', ['n1', 'n2'], { disk, storeId: 'store' }), state);

/** Carries out what the store wants; its answer, null if it gives none. */
function carryOut(effects: readonly Effect<StoreMessage>[], to: NodeId | null): KvReply | null {
  let reply: KvReply | null = null;
  effects.forEach((effect, at) => {
    if (effect.kind === 'event') events.push(effect.event.text);
    if (effect.kind === 'persist') {
      expect(at).toBe(0);
      disk = structuredClone(effect.record);
      expect(storeContents(effect.record)).toEqual(storeContents(disk));
    }
    if (effect.kind === 'send' && effect.message.verb === 'ANSWER') {
      expect(effect.to).toBe(to);
      // As it comes out of a frame.
      reply = JSON.parse(textOf(effect.message.reply)) as KvReply;
    }
  });
  return reply;
}

const askOf = (seq: number, request: KvRequest | string, session = 1): StoreAsk => ({
  verb: 'ASK',
  session,
  seq,
  request: typeof request === 'string' ? request : JSON.stringify(request),
});
const ask = (from: NodeId, seq: number, request: KvRequest | string, session = 1) =>
  carryOut(store.onMessage(from, askOf(seq, request, session)), from);

const create = (key: string, value = 'x'): KvRequest => ({ kind: 'create', key, value });
const overwrite = (key: string, value: string): KvRequest => ({
  kind: 'commit',
  checks: [],
  writes: [{ kind: 'put', key, value, stampAt: null }],
});
const get = (key: string): KvRequest => ({ kind: 'get', key });

beforeEach(() => {
  disk = null;
  events = [];
  store = start();
});

describe('a store', () => {
  test('does what it is asked, and has it on the disk before it says so', () => {
    const effects = store.onMessage('n1', askOf(1, create('a')));
    expect(effects.map(({ kind }) => kind)).toEqual(['persist', 'send']);
    expect(carryOut(effects, 'n1')).toEqual({ kind: 'written', version: 1 });
    expect(ask('n2', 1, get('a'))).toEqual({ kind: 'value', value: 'x' });
    expect(storeContents(disk)).toEqual({ version: 1, entries: [{ key: 'a', value: 'x', version: 1 }] });
  });

  test('writes nothing to the disk for what changed nothing', () => {
    ask('n1', 1, create('a'));
    const before = disk;
    expect(ask('n1', 2, get('a'))).toMatchObject({ kind: 'value' });
    expect(ask('n1', 3, create('a'))).toEqual({ kind: 'conflict' });
    expect(disk).toBe(before);
  });

  test('has everything again after a restart, and rises from there', () => {
    ask('n1', 1, create('a'));
    store = start();
    expect(ask('n1', 1, get('a'), 2)).toEqual({ kind: 'value', value: 'x' });
    expect(ask('n1', 2, create('b'), 2)).toEqual({ kind: 'written', version: 2 });
  });

  test('says no more than it has to, and waits for nothing', () => {
    ask('n1', 1, create('a'));
    expect(events).toEqual([]);
    expect(store.nextWakeUs()).toBe(Infinity);
    expect(store.onWake()).toEqual([]);
    expect(store.onMessage('n1', { verb: 'ANSWER', session: 1, seq: 1, reply: '{}' })).toEqual([]);
    expect(store.onCommand({ kind: 'resign' })).toEqual([]);
  });

  test('is observed as the same object until it changes', () => {
    const before = store.observe();
    expect(before.service).toEqual({ kind: 'store', version: 0, keyCount: 0 });
    ask('n1', 1, get('a'));
    expect(store.observe()).toBe(before);
    ask('n1', 2, create('a'));
    expect(store.observe().service).toEqual({ kind: 'store', version: 1, keyCount: 1 });
    carryOut(store.onCommand({ kind: 'store', how: 'tombstone', key: 'a' }), null);
    expect(store.observe().service).toEqual({ kind: 'store', version: 2, keyCount: 0 });
    expect(store.view(clockAt(0)).facts).toContainEqual({ label: 'tombstones', value: '1' });
  });
});

describe('a write that comes again', () => {
  const others = [
    ['the same process', () => store],
    ['a copy of it', () => start(structuredClone(store.save()))],
    ['the process after a restart', () => start()],
  ] as const;

  test.each(others)('is not done again by %s', (_, next) => {
    expect(ask('n1', 1, overwrite('a', 'old'))).toEqual({ kind: 'written', version: 1 });
    expect(ask('n2', 1, overwrite('a', 'new'))).toEqual({ kind: 'written', version: 2 });
    store = next();
    expect(ask('n1', 1, overwrite('a', 'old'))).toEqual({ kind: 'written', version: 1 });
    expect(ask('n2', 2, get('a'))).toEqual({ kind: 'value', value: 'new' });
  });

  test('after a later one is from the past, and not answered', () => {
    ask('n1', 1, overwrite('a', 'old'));
    ask('n1', 2, overwrite('a', 'new'));
    expect(ask('n1', 1, overwrite('a', 'old'))).toBeNull();
    expect(ask('n1', 3, get('a'))).toEqual({ kind: 'value', value: 'new' });
  });

  test('gets the conflict that it got, though it would fit by now', () => {
    const early: KvRequest = { kind: 'update', key: 'a', value: 'y', version: 1 };
    expect(ask('n1', 1, early)).toEqual({ kind: 'conflict' });
    ask('n2', 1, create('a'));
    expect(ask('n1', 1, early)).toEqual({ kind: 'conflict' });
  });

  test('is told apart by sender and session', () => {
    ask('n1', 1, overwrite('a', '1'));
    expect(ask('n2', 1, overwrite('a', '2'))).toEqual({ kind: 'written', version: 2 });
    expect(ask('n1', 1, overwrite('a', '3'), 2)).toEqual({ kind: 'written', version: 3 });
    expect(ask('n1', 1, overwrite('a', '1'))).toEqual({ kind: 'written', version: 1 });
  });

  test('is known in the four latest sessions of a sender, and no more are kept', () => {
    for (let session = 1; session <= 5; session++) ask('n1', 1, overwrite('a', String(session)), session);
    expect(store.save().writes.map(({ session }) => session)).toEqual([2, 3, 4, 5]);
    ask('n1', 2, overwrite('a', 'again'), 2);
    expect(store.save().writes.map(({ session }) => session)).toEqual([3, 4, 5, 2]);
  });

  test('is read again where nothing is written', () => {
    ask('n1', 1, get('a'));
    ask('n2', 1, create('a'));
    expect(ask('n1', 1, get('a'))).toEqual({ kind: 'value', value: 'x' });
  });
});

describe('a request', () => {
  test.each(['', '{', 'null', '[]', '{"kind":"drop","key":"a"}', '{"kind":"create","key":"a"}'])(
    'that reads %j is refused',
    (text) => {
      expect(ask('n1', 1, text)).toEqual({
        kind: 'failed',
        error: 'OperationFailed',
        message: 'The store cannot read this request.',
      });
      expect(events).toEqual(['refused a request of n1: The store cannot read this request.']);
      expect(disk).toBeNull();
    },
  );

  test('that is too large is refused by name, read or write', () => {
    expect(ask('n1', 1, get('k'.repeat(600)))).toMatchObject({ kind: 'failed', error: 'KeyTooLong' });
    const large = create('v', 'v'.repeat(VALUE_BYTES_MAX + 1));
    expect(ask('n1', 2, large)).toMatchObject({ kind: 'failed', error: 'ValueTooLarge' });
    expect(events).toHaveLength(2);
    expect(events[1]).toMatch(
      /^refused a request of n1: The value for "v" has \d+ bytes; the most is \d+\.$/,
    );
    expect(disk).toBeNull();
  });
});

describe('an operator', () => {
  test('damages a value so that nobody can read it, and its key has a version more', () => {
    ask('n1', 1, create('e/leader', '{}'));
    carryOut(store.onCommand({ kind: 'store', how: 'corrupt', key: 'e/leader' }), null);
    const [entry] = storeContents(disk).entries;
    expect(entry?.version).toBe(2);
    expect(slotOf(entry!)).toEqual({ kind: 'unreadable' });
    expect(parseLeaseRecord(entry?.value ?? '')).toBeNull();
    expect(events).toEqual(['damaged the value of "e/leader", as its operator ordered']);
  });

  test('deletes a key, which leaves a tombstone', () => {
    ask('n1', 1, create('a'));
    carryOut(store.onCommand({ kind: 'store', how: 'tombstone', key: 'a' }), null);
    expect(storeContents(disk).entries).toEqual([{ key: 'a', value: null, version: 2 }]);
    expect(events).toEqual(['deleted "a", as its operator ordered']);
  });

  test('is told of what cannot be', () => {
    carryOut(store.onCommand({ kind: 'store', how: 'tombstone', key: 'a' }), null);
    carryOut(store.onCommand({ kind: 'store', how: 'corrupt', key: '' }), null);
    expect(events).toEqual([
      'has no key "a" to delete',
      'refused its operator: A key must have at least one character.',
    ]);
    expect(disk).toBeNull();
  });
});

test.each<DiskRecord | null>([
  null,
  {},
  { version: 3 },
  { version: '3', entries: '[]' },
  { version: 3, entries: '{', sessions: 7 },
  { version: 3, entries: '[{"key":"a"}]', sessions: '[{}]' },
  { version: 3, entries: true },
])('a disk with %j holds no keys', (record) => {
  expect(storeContents(record).entries).toEqual([]);
  disk = record;
  store = start();
  expect(ask('n1', 1, create('a'))).toMatchObject({ kind: 'written' });
});

test('no version is given out twice, though the disk says that it is lower', () => {
  const entries = JSON.stringify([{ key: 'a', value: 'x', version: 9 }]);
  expect(storeContents({ version: 3, entries }).version).toBe(9);
});
