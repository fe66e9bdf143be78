import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { drive } from '../store/drive';
import { ExportLease } from './lease';
import type { KvReply, KvRequest } from '../store/kv';
import type { KvOperation } from '../store/operation';
import type { LeaseGuard } from './guard';
import { formatLeaseRecord, parseLeaseRecord } from './record';
import { MemoryStore } from '../store/memory-store';
import type { Outcome } from '../store/outcome';
import { overwrite } from '../store/overwrite';

const KEY = 'export';
const NOW = 1_800_000_000;

let store: MemoryStore;
let dropped: LeaseGuard[];

const leaseOf = (holderId: string) => {
  const lease = ExportLease.create(store, KEY, holderId, (guard) => dropped.push(guard));
  if (!lease.ok) throw new Error(lease.message);
  return lease.value;
};
const run = <V>(operation: KvOperation<V>) => drive(operation, (request) => store.ask(request));
const valueOf = <V>(outcome: Outcome<V>) => {
  if (!outcome.ok) throw new Error(`${outcome.error}: ${outcome.message}`);
  return outcome.value;
};
const acquire = (holderId: string, nowUnix: number) =>
  valueOf(run(leaseOf(holderId).tryAcquire(10, nowUnix)));
const current = () => run(leaseOf('reader').current());

beforeEach(() => {
  store = new MemoryStore();
  dropped = [];
});

test('a store without a writer has no rounds', () => {
  expect(ExportLease.create({ writable: false }, KEY, 'h1', () => undefined)).toMatchObject({
    ok: false,
    error: 'OperationFailed',
  });
});

describe('a round', () => {
  test('has one winner until it is over, the winner itself included', () => {
    expect(acquire('h1', NOW)?.record).toEqual({
      holderId: 'h1',
      acquiredAtUnix: NOW,
      expiresAtUnix: NOW + 10,
    });
    expect(acquire('h1', NOW + 9)).toBeNull();
    expect(acquire('h2', NOW + 9)).toBeNull();
    expect(acquire('h2', NOW + 10)?.record.holderId).toBe('h2');
  });

  test('lasts as long when it is complete', () => {
    const guard = acquire('h1', NOW)!;
    expect(valueOf(run(guard.complete('00ff', NOW + 2)))).toEqual({ published: true });
    expect(valueOf(current())).toEqual({
      ...guard.record,
      completedCursorHex: '00ff',
      completedAtUnix: NOW + 2,
    });
    expect(acquire('h2', NOW + 9)).toBeNull();
  });

  test('is open to the next at once when it is abandoned', () => {
    expect(run(acquire('h1', NOW)!.abandon())).toEqual({ released: true });
    expect(valueOf(current())).toBeNull();
    expect(acquire('h2', NOW)?.record.holderId).toBe('h2');
  });

  test('that was taken over is neither published nor released by the one before', () => {
    const [late, later] = [acquire('h1', NOW)!, acquire('h2', NOW + 10)!];
    const last = acquire('h3', NOW + 20)!;
    expect(valueOf(run(late.complete('00', NOW + 21)))).toEqual({ published: false });
    expect(run(later.abandon())).toEqual({ released: false });
    expect(valueOf(current())).toEqual(last.record);
  });

  test('of a record that cannot be read is taken over, once', () => {
    acquire('h1', NOW);
    run(overwrite(KEY, '[]'));
    expect(current()).toMatchObject({ ok: false, error: 'SerializationError' });
    expect(acquire('h2', NOW + 1)).not.toBeNull();
    expect(acquire('h3', NOW + 1)).toBeNull();
  });
});

test('however the requests of three holders mix, one wins: also over a tombstone, or an expired round', () => {
  const beginnings = fc.constantFrom('nothing', 'tombstone', 'expired', 'garbage');
  fc.assert(
    fc.property(beginnings, fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }), (beginning, order) => {
      store = new MemoryStore();
      if (beginning !== 'nothing') acquire('h0', NOW - 10);
      if (beginning === 'tombstone') run(overwrite(KEY, null));
      if (beginning === 'garbage') run(overwrite(KEY, 'garbage'));
      const works = [1, 2, 3].map((id) => ({
        operation: leaseOf(`h${id}`).tryAcquire(10, NOW),
        reply: null as KvReply | null,
        outcome: null as Outcome<LeaseGuard | null> | null,
      }));
      for (const at of [...order, ...Array<number[]>(4).fill([0, 1, 2]).flat()]) {
        const work = works[at]!;
        if (work.outcome !== null) continue;
        const step = work.reply === null ? work.operation.next() : work.operation.next(work.reply);
        if (step.done === true) work.outcome = step.value;
        else work.reply = store.ask(step.value);
      }
      const winners = works.filter(({ outcome }) => outcome !== null && valueOf(outcome) !== null);
      expect(winners).toHaveLength(1);
    }),
  );
});

describe('a guard', () => {
  test('that is dropped while open is reported, once; one that has ended is not', () => {
    const [first, second] = [acquire('h1', NOW)!, acquire('h1', NOW + 10)!];
    first.drop();
    first.drop();
    valueOf(run(second.complete('', NOW + 11)));
    second.drop();
    expect(dropped).toEqual([first]);
  });

  test('is reported when its work is given up by the driver', () => {
    function* round(): KvOperation<void> {
      const guard = valueOf(yield* leaseOf('h1').tryAcquire(10, NOW))!;
      try {
        valueOf(yield* guard.complete('00', NOW + 1));
      } finally {
        guard.drop();
      }
    }
    const work = round();
    const request = work.next().value as KvRequest;
    work.next(store.ask(request));
    work.return();
    expect(dropped.map(({ record }) => record.holderId)).toEqual(['h1']);
  });

  test('cannot end twice', () => {
    const guard = acquire('h1', NOW)!;
    run(guard.abandon());
    expect(() => run(guard.complete('00', NOW))).toThrow(/has ended/);
    expect(() => run(guard.abandon())).toThrow(/has ended/);
  });

  test('stays open when the store fails it, and may try again', () => {
    const guard = acquire('h1', NOW)!;
    const failing = (): KvReply => ({ kind: 'failed', error: 'OperationFailed', message: 'no disk' });
    expect(drive(guard.complete('00', NOW), failing)).toMatchObject({ ok: false, error: 'OperationFailed' });
    expect(valueOf(run(guard.complete('00', NOW)))).toEqual({ published: true });
  });

  test('is abandoned as well as the store allows', () => {
    const guard = acquire('h1', NOW)!;
    const failing = (): KvReply => ({ kind: 'failed', error: 'OperationFailed', message: 'no disk' });
    expect(drive(guard.abandon(), failing)).toEqual({ released: false });
    guard.drop();
    expect(dropped).toEqual([]);
  });

  test.each(['0', 'FF', 'xy', '0x00'])('takes no cursor %j', (cursor) => {
    expect(() => run(acquire('h1', NOW)!.complete(cursor, NOW))).toThrow(/lower-case hex/);
  });
});

test.each([0, -1, 1.5, Number.NaN])('a round of %d seconds is a bug', (ttlSecs) => {
  expect(() => leaseOf('h1').tryAcquire(ttlSecs, NOW)).toThrow(/whole seconds/);
});

describe('a lease record', () => {
  const record = { holderId: 'h1', acquiredAtUnix: NOW, expiresAtUnix: NOW + 10 };
  const complete = { ...record, completedCursorHex: '00', completedAtUnix: NOW + 1 };

  test('comes back as it was written', () => {
    expect(parseLeaseRecord(formatLeaseRecord(record))).toEqual(record);
    expect(parseLeaseRecord(formatLeaseRecord(complete))).toEqual(complete);
  });

  test.each<unknown>([
    null,
    [],
    'h1',
    {},
    { ...record, holderId: 1 },
    { ...record, acquiredAtUnix: '1' },
    { ...record, expiresAtUnix: 1.5 },
    { ...record, completedAtUnix: NOW },
    { ...complete, completedCursorHex: 'x' },
    { ...complete, completedAtUnix: null },
  ])('is not %j', (wrong) => {
    expect(parseLeaseRecord(JSON.stringify(wrong))).toBeNull();
  });
});
