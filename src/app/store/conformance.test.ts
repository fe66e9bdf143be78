import { describe, expect, test } from 'vitest';
import { ballotKeys } from '../../core/protocols/ballot-lease/keys';
import { BallotLease } from '../../core/protocols/ballot-lease/lease';
import type { KvReply, KvRequest } from '../../core/store/kv';
import { MemoryStore } from '../../core/store/memory-store';
import { driveAsync } from './async-driver';
import type { AsyncKvStore } from './async-store';
import { STORE_CONFORMANCE, type Doors } from './conformance';

/** A door into `store` whose way takes a turn of the event loop, so that operations meet. */
function doorTo(store: MemoryStore): AsyncKvStore {
  return {
    writable: store.writable,
    ask: (request) => Promise.resolve().then(() => store.ask(request)),
  };
}

describe('the store in memory', () => {
  test.each(STORE_CONFORMANCE)('$name', async ({ check }) => {
    const store = new MemoryStore();
    await check([doorTo(store), doorTo(store)]);
  });
});

/** A store with one fault. */
class FaultyStore extends MemoryStore {
  constructor(
    private readonly distort: (request: KvRequest, ask: (request: KvRequest) => KvReply) => KvReply,
  ) {
    super();
  }

  override ask(request: KvRequest): KvReply {
    return this.distort(request, (distorted) => super.ask(distorted));
  }
}

describe('the conformance checks see a store that', () => {
  const current = (ask: (request: KvRequest) => KvReply, key: string) => {
    const reply = ask({ kind: 'entry', key });
    return reply.kind === 'entry' ? reply.entry : null;
  };

  test.each<[string, ConstructorParameters<typeof FaultyStore>[0]]>([
    [
      'compares no versions',
      (request, ask) =>
        request.kind === 'update'
          ? ask({ ...request, version: current(ask, request.key)?.version ?? request.version })
          : ask(request),
    ],
    [
      'compares nothing in a commit',
      (request, ask) => ask('checks' in request ? { ...request, checks: [] } : request),
    ],
    [
      'creates over a tombstone',
      (request, ask) => {
        const found = request.kind === 'create' ? current(ask, request.key) : null;
        if (request.kind !== 'create' || found === null || found.value !== null) return ask(request);
        return ask({ ...request, kind: 'update', version: found.version });
      },
    ],
    [
      'hides tombstones',
      (request, ask) => {
        const reply = ask(request);
        return reply.kind === 'entry' && reply.entry?.value === null ? { kind: 'entry', entry: null } : reply;
      },
    ],
    [
      'writes no versionstamps',
      (request, ask) =>
        ask(
          request.kind === 'commit'
            ? {
                ...request,
                writes: request.writes.map((write) =>
                  write.kind === 'put' ? { ...write, stampAt: null } : write,
                ),
              }
            : request,
        ),
    ],
    [
      'has no limits',
      (request, ask) => {
        const reply = ask(request);
        return reply.kind === 'failed' ? { kind: 'value', value: null } : reply;
      },
    ],
  ])('%s', async (_, distort) => {
    const failed = await Promise.all(
      STORE_CONFORMANCE.map(async ({ check }) => {
        const door = doorTo(new FaultyStore(distort));
        const doors: Doors = [door, door];
        return check(doors).then(
          () => 0,
          () => 1,
        );
      }),
    );
    expect(failed).toContain(1);
  });
});

describe('the async driver', () => {
  test('makes the rejection of a store an outcome', async () => {
    const broken: AsyncKvStore = { writable: true, ask: () => Promise.reject(new RangeError('no disk')) };
    expect(await driveAsync(new BallotLease('e').getLeader(0n), broken)).toEqual({
      ok: false,
      error: 'OperationFailed',
      message: 'The store failed (RangeError: no disk).',
    });
  });

  test('runs an operation to its end', async () => {
    const store = new MemoryStore();
    store.ask({ kind: 'create', key: ballotKeys('e').leader, value: 'garbage' });
    const outcome = await driveAsync(new BallotLease('e').getLeader(0n), doorTo(store));
    expect(outcome).toMatchObject({ ok: false, error: 'SerializationError' });
  });
});
