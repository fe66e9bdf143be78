/**
 * What every store must do, whatever it is made of, as checks that need no test runner: they run in Node and in a page.
 * Nothing of the playground imports this, so it is in no build.
 */
import { BallotLease } from '../../core/protocols/ballot-lease/lease';
import { DEFAULT_BALLOT_CONFIG } from '../../core/protocols/ballot-lease/config';
import { ExportLease } from '../../core/export/lease';
import type { KvEntry, KvErrorName, KvReply, KvRequest, KvWrite } from '../../core/store/kv';
import { KEY_BYTES_MAX, TRANSACTION_KEYS_MAX, VALUE_BYTES_MAX } from '../../core/store/limits';
import { create, entry, read, settle, update, type KvOperation } from '../../core/store/operation';
import type { Outcome } from '../../core/store/outcome';
import { entryIn, transact } from '../../core/store/transaction';
import { isVersionstamp, NO_VERSIONSTAMP } from '../../core/store/versionstamp';
import { driveAsync } from './async-driver';
import type { AsyncKvStore } from './async-store';

/** Two ways into one empty store, as two tabs have. */
export type Doors = readonly [AsyncKvStore, AsyncKvStore];

export interface ConformanceCase {
  readonly name: string;
  /** Rejects with a sentence on the first breach. */
  check(doors: Doors): Promise<void>;
}

/** Turns that each door takes in a race. */
const TURNS = 20;

export const STORE_CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: 'a key that was never written has neither value nor entry',
    async check([store]) {
      await replies(store, { kind: 'get', key: 'a' }, { kind: 'value', value: null });
      await replies(store, { kind: 'entry', key: 'a' }, { kind: 'entry', entry: null });
      await replies(store, { kind: 'update', key: 'a', value: 'x', version: 0 }, { kind: 'conflict' });
      await replies(store, { kind: 'delete', key: 'a', version: 0 }, { kind: 'conflict' });
    },
  },
  {
    name: 'what one door creates the other one sees, and cannot create again',
    async check([store, other]) {
      const version = await writes(store, { kind: 'create', key: 'a', value: 'x' });
      same('a positive version', version > 0, true);
      await replies(other, { kind: 'get', key: 'a' }, { kind: 'value', value: 'x' });
      await replies(
        other,
        { kind: 'entry', key: 'a' },
        { kind: 'entry', entry: { key: 'a', value: 'x', version } },
      );
      await replies(other, { kind: 'create', key: 'a', value: 'y' }, { kind: 'conflict' });
      await replies(store, { kind: 'get', key: 'a' }, { kind: 'value', value: 'x' });
    },
  },
  {
    name: 'an update needs the current version, and gives a higher one',
    async check([store]) {
      const first = await writes(store, { kind: 'create', key: 'a', value: '1' });
      const second = await writes(store, { kind: 'update', key: 'a', value: '2', version: first });
      same('a higher version', second > first, true);
      for (const version of [first, second + 1, -1, 0.5]) {
        await replies(store, { kind: 'update', key: 'a', value: '3', version }, { kind: 'conflict' });
        await replies(store, { kind: 'delete', key: 'a', version }, { kind: 'conflict' });
      }
      await replies(store, { kind: 'get', key: 'a' }, { kind: 'value', value: '2' });
    },
  },
  {
    name: 'a tombstone exists, has a version, and can be brought back to life',
    async check([store]) {
      const created = await writes(store, { kind: 'create', key: 'a', value: '1' });
      const deleted = await writes(store, { kind: 'delete', key: 'a', version: created });
      same('a higher version', deleted > created, true);
      const tombstone: KvEntry = { key: 'a', value: null, version: deleted };
      await replies(store, { kind: 'get', key: 'a' }, { kind: 'value', value: null });
      await replies(store, { kind: 'entry', key: 'a' }, { kind: 'entry', entry: tombstone });
      await replies(store, { kind: 'create', key: 'a', value: '2' }, { kind: 'conflict' });
      await replies(store, { kind: 'update', key: 'a', value: '2', version: created }, { kind: 'conflict' });
      const again = await writes(store, { kind: 'update', key: 'a', value: '2', version: deleted });
      same('a higher version yet', again > deleted, true);
    },
  },
  {
    name: 'a read shows named keys with their tombstones, and the values below a prefix',
    async check([store]) {
      await writeAll(store, ['b/1', 'b/2', 'b/\uffff\uffff', 'b', 'c', 'a', 'b/gone', 'gone']);
      await commits(store, [], ['b/gone', 'gone']);
      const keysOf = async (keys: readonly string[], prefix: string | null) =>
        (await driveAsync(read(keys, prefix), store)).map(({ key, value }) => `${key}=${value}`);
      same('named', await keysOf(['gone', 'c', 'never', 'c', 'a'], null), ['a=a', 'c=c', 'gone=null']);
      same('below', await keysOf([], 'b/'), ['b/1=b/1', 'b/2=b/2', 'b/\uffff\uffff=b/\uffff\uffff']);
      same('both', await keysOf(['b/1', 'b/gone', 'a'], 'b/1'), ['a=a', 'b/1=b/1', 'b/gone=null']);
      same('nothing', await keysOf([], null), []);
    },
  },
  {
    name: 'a commit writes all or nothing',
    async check([store]) {
      const a = await writes(store, { kind: 'create', key: 'a', value: '1' });
      const stale: KvRequest = {
        kind: 'commit',
        checks: [
          { key: 'a', version: a },
          { key: 'b', version: a },
        ],
        writes: [put('a', '2'), put('c', '2')],
      };
      await replies(store, stale, { kind: 'conflict' });
      await replies(store, { ...stale, checks: [{ key: 'a', version: null }] }, { kind: 'conflict' });
      same('untouched', (await driveAsync(read(['a', 'b', 'c'], null), store)).length, 1);
      const checks = [
        { key: 'a', version: a },
        { key: 'b', version: null },
      ];
      const version = await writes(store, { ...stale, checks });
      same('both', await driveAsync(read(['a', 'b', 'c'], null), store), [
        { key: 'a', value: '2', version },
        { key: 'c', value: '2', version },
      ]);
    },
  },
  {
    name: 'a commit writes in order, and deleting what never was leaves nothing',
    async check([store]) {
      await commits(store, [put('a', '1'), put('a', '2')], ['never']);
      await replies(store, { kind: 'get', key: 'a' }, { kind: 'value', value: '2' });
      await replies(store, { kind: 'entry', key: 'never' }, { kind: 'entry', entry: null });
    },
  },
  {
    name: 'versionstamps are written in their place, and rise',
    async check([store, other]) {
      const stamps: string[] = [];
      for (const door of [store, other, store]) {
        const value = `<${NO_VERSIONSTAMP}>`;
        await writes(door, {
          kind: 'commit',
          checks: [],
          writes: [{ kind: 'put', key: 's', value, stampAt: 1 }],
        });
        const text = (await driveAsync(entry('s'), door))?.value ?? '';
        same('around it', [text.at(0), text.at(-1), text.length], ['<', '>', value.length]);
        stamps.push(text.slice(1, -1));
      }
      same('stamps', stamps.every(isVersionstamp), true);
      same('rising', stamps, [...new Set(stamps)].sort());
    },
  },
  {
    name: 'what is too large or malformed is refused by name, and changes nothing',
    async check([store]) {
      const value = 'x';
      await refuses(store, { kind: 'create', key: '', value }, 'EmptyKey');
      await refuses(store, { kind: 'create', key: 'k'.repeat(KEY_BYTES_MAX + 1), value }, 'KeyTooLong');
      await refuses(store, { kind: 'get', key: 'é'.repeat(KEY_BYTES_MAX / 2 + 1) }, 'KeyTooLong');
      await refuses(store, { kind: 'create', key: '\ud800', value }, 'IllFormedText');
      await refuses(store, { kind: 'create', key: 'v', value: '\udfff!' }, 'IllFormedText');
      await refuses(
        store,
        { kind: 'create', key: 'v', value: 'v'.repeat(VALUE_BYTES_MAX + 1) },
        'ValueTooLarge',
      );
      const misplaced = [
        put('v', 'fine'),
        { kind: 'put', key: 'w', value: NO_VERSIONSTAMP, stampAt: 1 } as const,
      ];
      await refuses(store, { kind: 'commit', checks: [], writes: misplaced }, 'BadStampPosition');
      const many = Array.from({ length: TRANSACTION_KEYS_MAX + 1 }, (_, at) => `v${at}`);
      await refuses(store, { kind: 'read', keys: many, prefix: null }, 'TransactionTooLarge');
      await refuses(
        store,
        { kind: 'commit', checks: [], writes: many.map((key) => put(key, '')) },
        'TransactionTooLarge',
      );
      same('nothing', await driveAsync(read(['v'], 'v'), store), []);
    },
  },
  {
    name: 'what just fits comes back as it was',
    async check([store]) {
      const keys = ['__proto__', 'k'.repeat(KEY_BYTES_MAX), 'nul\0', '👑', 'constructor'];
      const value = `\0\u0001 "</script>" 👑${'é'.repeat(VALUE_BYTES_MAX / 4)}`;
      for (const key of keys) await writes(store, { kind: 'create', key, value });
      for (const key of keys) await replies(store, { kind: 'get', key }, { kind: 'value', value });
    },
  },
  {
    name: 'race: of two that create a key one wins',
    async check(doors) {
      for (let turn = 0; turn < TURNS; turn++) {
        const versions = await race(doors, () => create(`race ${turn}`, 'mine'));
        same('winners', versions.filter((version) => version !== null).length, 1);
      }
    },
  },
  {
    name: 'race: no update is lost',
    async check(doors) {
      await writes(doors[0], { kind: 'create', key: 'n', value: '0' });
      await race(doors, incrementByVersion);
      await replies(doors[1], { kind: 'get', key: 'n' }, { kind: 'value', value: String(2 * TURNS) });
    },
  },
  {
    name: 'race: transactions over two keys are serializable',
    async check(doors) {
      await race(doors, incrementTogether);
      const counts = (await driveAsync(read(['m', 'n'], null), doors[0])).map(({ value }) => value);
      same('counts', counts, [String(2 * TURNS), String(2 * TURNS)]);
    },
  },
  {
    name: 'race: each ballot names one leader',
    async check(doors) {
      await settled(doors[0], new BallotLease('e').initialize(DEFAULT_BALLOT_CONFIG));
      const ballots = await Promise.all(doors.map((store, at) => claimInTurns(store, `p${at}`)));
      const all = ballots.flat().sort((a, b) => a - b);
      same(
        'ballots',
        all,
        Array.from({ length: 2 * TURNS }, (_, at) => at + 1),
      );
    },
  },
  {
    name: 'race: one export a round',
    async check(doors) {
      for (let turn = 0; turn < TURNS; turn++) {
        const won = await Promise.all(doors.map((store, at) => winsRound(store, `h${at}`, 10 * turn)));
        same('winners', won.filter((mine) => mine).length, 1);
      }
    },
  },
];

/** Claims until it won as often as a race has turns, each time with the lease before just over; the ballots that it got. */
export async function claimInTurns(store: AsyncKvStore, processId: string): Promise<readonly number[]> {
  const lease = new BallotLease('e');
  await settled(store, lease.registerCandidate(processId, 0, 0n));
  const ballots: number[] = [];
  while (ballots.length < TURNS) {
    const before = await settled(store, lease.getLeaderRaw());
    const claim = lease.tryClaimLeadership(processId, 0, before?.leaseExpiryNanos ?? 0n);
    const leader = await driveAsync(uncontended(claim), store);
    if (leader !== null) ballots.push(leader.ballot);
  }
  return ballots;
}

/** Adds as often as a race has turns to the number in key `n`, which exists. */
export function* incrementByVersion(): KvOperation<void> {
  for (let done = 0; done < TURNS;) {
    const found = yield* entry('n');
    const next = String(Number(found?.value) + 1);
    if ((yield* update('n', next, found?.version ?? 0)) !== null) done++;
  }
}

function* incrementTogether(): KvOperation<void> {
  for (let done = 0; done < TURNS;) {
    const increment = transact(['m', 'n'], null, (snapshot) => {
      const next = ['m', 'n'].map((key) => put(key, String(Number(entryIn(snapshot, key)?.value ?? 0) + 1)));
      return { value: true, writes: next };
    });
    if ((yield* uncontended(settle(increment))) === true) done++;
  }
}

/** A race in lockstep may have one door lose again and again: null then. Throws on any other failure. */
function* uncontended<T>(operation: KvOperation<Outcome<T>>): KvOperation<T | null> {
  const outcome = yield* operation;
  return !outcome.ok && outcome.error === 'Contended' ? null : valueOf(outcome);
}

async function winsRound(store: AsyncKvStore, holderId: string, nowUnix: number): Promise<boolean> {
  const lease = ExportLease.create(store, 'export', holderId, () => undefined);
  if (!lease.ok) throw new Error(lease.message);
  return (await settled(store, lease.value.tryAcquire(10, nowUnix))) !== null;
}

function race<T>(doors: Doors, operation: () => KvOperation<T>): Promise<T[]> {
  return Promise.all(doors.map((store) => driveAsync(operation(), store)));
}

/** The value of an operation that must succeed. */
export async function settled<T>(store: AsyncKvStore, operation: KvOperation<Outcome<T>>): Promise<T> {
  return valueOf(await driveAsync(operation, store));
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error}: ${outcome.message}`);
  return outcome.value;
}

async function writes(store: AsyncKvStore, request: KvRequest): Promise<number> {
  const reply = await store.ask(request);
  if (reply.kind !== 'written') throw new Error(`${JSON.stringify(request)}: ${JSON.stringify(reply)}`);
  return reply.version;
}

/** Each key with itself as its value. */
async function writeAll(store: AsyncKvStore, keys: readonly string[]): Promise<void> {
  await commits(
    store,
    keys.map((key) => put(key, key)),
    [],
  );
}

async function commits(
  store: AsyncKvStore,
  puts: readonly KvWrite[],
  deleted: readonly string[],
): Promise<void> {
  const deletes = deleted.map((key) => ({ kind: 'delete', key }) as const);
  await writes(store, { kind: 'commit', checks: [], writes: [...puts, ...deletes] });
}

async function replies(store: AsyncKvStore, request: KvRequest, expected: KvReply): Promise<void> {
  same(JSON.stringify(request), await store.ask(request), expected);
}

async function refuses(store: AsyncKvStore, request: KvRequest, error: KvErrorName): Promise<void> {
  const reply = await store.ask(request);
  same(request.kind, reply.kind === 'failed' ? reply.error : reply, error);
  same('a sentence', reply.kind === 'failed' && reply.message.endsWith('.'), true);
}

function put(key: string, value: string): KvWrite {
  return { kind: 'put', key, value, stampAt: null };
}

/** By their JSON, the fields in one order: a reply may have come a long way. */
function same(what: string, actual: unknown, expected: unknown): void {
  const [is, should] = [actual, expected].map(canonical);
  if (is !== should) throw new Error(`${what}: is ${is}, should be ${should}`);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
