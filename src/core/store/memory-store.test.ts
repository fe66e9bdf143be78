import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KvCheck, KvEntry, KvReply, KvRequest, KvWrite } from './kv';
import { apply, EMPTY_STORE, MemoryStore, type StoreState } from './memory-store';
import { NO_VERSIONSTAMP, versionstampOf } from './versionstamp';

/** The same store, thought of as its whole history: the latest write of a key is its entry. */
class History {
  private readonly writes: KvEntry[] = [];
  private version = 0;

  ask(request: KvRequest): KvReply {
    switch (request.kind) {
      case 'get':
        return { kind: 'value', value: this.latest(request.key)?.value ?? null };
      case 'entry':
        return { kind: 'entry', entry: this.latest(request.key) };
      case 'read': {
        const all = [...new Set(this.writes.map(({ key }) => key))].sort();
        const named = (key: string) => request.keys.includes(key);
        const below = (key: string) => request.prefix !== null && key.startsWith(request.prefix);
        const entries = all
          .filter((key) => named(key) || (below(key) && this.latest(key)?.value !== null))
          .map((key) => this.latest(key)!);
        return { kind: 'entries', entries };
      }
      case 'create':
        return this.commit(
          [{ key: request.key, version: null }],
          [{ ...request, kind: 'put', stampAt: null }],
        );
      case 'update':
        return this.commit([request], [{ ...request, kind: 'put', stampAt: null }]);
      case 'delete':
        return this.commit([request], [request]);
      case 'commit':
        return this.commit(request.checks, request.writes);
      default: {
        const unknown: never = request;
        throw new Error(String(unknown));
      }
    }
  }

  private commit(checks: readonly KvCheck[], writes: readonly KvWrite[]): KvReply {
    if (checks.some(({ key, version }) => (this.latest(key)?.version ?? null) !== version))
      return { kind: 'conflict' };
    const version = this.version + 1;
    for (const write of writes) {
      if (write.kind === 'delete' && this.latest(write.key) === null) continue;
      this.writes.push({ key: write.key, value: write.kind === 'put' ? write.value : null, version });
      this.version = version;
    }
    return { kind: 'written', version: this.version };
  }

  private latest(key: string): KvEntry | null {
    return this.writes.findLast((write) => write.key === key) ?? null;
  }
}

const key = fc.constantFrom('a', 'a/1', 'a/2', 'b', '__proto__');
const value = fc.constantFrom('x', 'y', '');
const version = fc.nat(12);
const write: fc.Arbitrary<KvWrite> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), key, value, stampAt: fc.constant(null) }),
  fc.record({ kind: fc.constant('delete' as const), key }),
);
const request: fc.Arbitrary<KvRequest> = fc.oneof(
  fc.record({ kind: fc.constantFrom('get' as const, 'entry' as const), key }),
  fc.record({
    kind: fc.constant('read' as const),
    keys: fc.array(key, { maxLength: 3 }),
    prefix: fc.option(key),
  }),
  fc.record({ kind: fc.constant('create' as const), key, value }),
  fc.record({ kind: fc.constant('update' as const), key, value, version }),
  fc.record({ kind: fc.constant('delete' as const), key, version }),
  fc.record({
    kind: fc.constant('commit' as const),
    checks: fc.array(fc.record({ key, version: fc.option(version) }), { maxLength: 2 }),
    writes: fc.array(write, { maxLength: 3 }),
  }),
);

describe('the store as a state machine', () => {
  test('answers as its history says', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
        const history = new History();
        const store = new MemoryStore();
        for (const each of requests) expect(store.ask(each)).toEqual(history.ask(each));
      }),
    );
  });

  test('changes no state that it was given, and takes up from a copy', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        let state: StoreState = EMPTY_STORE;
        for (const each of requests) {
          const copy = structuredClone(state);
          const next = apply(state, each);
          expect(state).toEqual(copy);
          expect(apply(JSON.parse(JSON.stringify(copy)) as StoreState, each)).toEqual(next);
          state = next.state;
        }
      }),
    );
  });

  test('is the same object after all that writes nothing', () => {
    const { state } = apply(EMPTY_STORE, { kind: 'create', key: 'a', value: 'x' });
    const idle: KvRequest[] = [
      { kind: 'get', key: 'a' },
      { kind: 'read', keys: ['a'], prefix: 'a' },
      { kind: 'create', key: 'a', value: 'y' },
      { kind: 'update', key: 'a', value: 'y', version: 9 },
      { kind: 'commit', checks: [], writes: [{ kind: 'delete', key: 'never' }] },
      { kind: 'commit', checks: [], writes: [] },
    ];
    for (const each of idle) expect(apply(state, each).state).toBe(state);
  });

  test('stamps values with the commit', () => {
    const { state } = apply(EMPTY_STORE, {
      kind: 'commit',
      checks: [],
      writes: [{ kind: 'put', key: 'a', value: `[${NO_VERSIONSTAMP}]`, stampAt: 1 }],
    });
    expect(state.entries[0]?.value).toBe(`[${versionstampOf(1)}]`);
  });
});

test('a store without a writer can be read, and says why it does not write', () => {
  const { state } = apply(EMPTY_STORE, { kind: 'create', key: 'a', value: 'x' });
  const store = new MemoryStore(state, false);
  expect(store.ask({ kind: 'get', key: 'a' })).toEqual({ kind: 'value', value: 'x' });
  const writes: KvRequest[] = [
    { kind: 'create', key: 'b', value: 'x' },
    { kind: 'update', key: 'a', value: 'y', version: 1 },
    { kind: 'delete', key: 'a', version: 1 },
    { kind: 'commit', checks: [], writes: [] },
  ];
  for (const each of writes)
    expect(store.ask(each)).toMatchObject({ kind: 'failed', error: 'OperationFailed' });
  expect(store.state).toBe(state);
});

test('versionstamps order as text the way versions order as numbers', () => {
  expect(versionstampOf(255)).toBe('00000000000000ff00000000');
  const versions = [1, 2, 9, 10, 255, 256, 2 ** 32, Number.MAX_SAFE_INTEGER];
  const stamps = versions.map(versionstampOf);
  expect(stamps.every((stamp) => stamp.length === 24)).toBe(true);
  expect([...stamps].sort()).toEqual(stamps);
});
