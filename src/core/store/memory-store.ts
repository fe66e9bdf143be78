/**
 * The store as a pure state machine: a state and a request give a reply and the next state. States are never changed,
 * share what they have in common, and are plain data: to keep one is to hold on to it.
 *
 * Versions are numbers of commits, counted over the whole store, so they are unique across keys as well.
 */
import type { KvCheck, KvEntry, KvFailure, KvReply, KvRequest, KvStore, KvWrite } from './kv';
import { isWrite } from './kv';
import { refusalOf } from './limits';
import { NO_VERSIONSTAMP, versionstampOf } from './versionstamp';

export interface StoreState {
  /** The version of the latest write; 0 before the first. */
  readonly version: number;
  /** By key in the order of code units, tombstones included. */
  readonly entries: readonly KvEntry[];
}

export const EMPTY_STORE: StoreState = { version: 0, entries: [] };

export interface Applied {
  /** The very same object as before if nothing was written. */
  readonly state: StoreState;
  readonly reply: KvReply;
}

const CONFLICT: KvReply = { kind: 'conflict' };

/** One step of the store. Never throws: what it cannot do is a reply. */
export function apply(state: StoreState, request: KvRequest): Applied {
  const refusal = refusalOf(request);
  if (refusal !== null) return { state, reply: refusal };
  switch (request.kind) {
    case 'get':
      return { state, reply: { kind: 'value', value: entryOf(state, request.key)?.value ?? null } };
    case 'entry':
      return { state, reply: { kind: 'entry', entry: entryOf(state, request.key) } };
    case 'read':
      return { state, reply: { kind: 'entries', entries: read(state, request.keys, request.prefix) } };
    case 'create':
      return commit(state, [{ key: request.key, version: null }], [put(request.key, request.value)]);
    case 'update':
      return commit(state, [request], [put(request.key, request.value)]);
    case 'delete':
      return commit(state, [request], [request]);
    case 'commit':
      return commit(state, request.checks, request.writes);
    default: {
      const unknown: never = request;
      throw new Error(`unknown request ${JSON.stringify(unknown)}`);
    }
  }
}

function put(key: string, value: string): KvWrite {
  return { kind: 'put', key, value, stampAt: null };
}

function read(state: StoreState, keys: readonly string[], prefix: string | null): readonly KvEntry[] {
  const named = new Set(keys);
  return state.entries.filter(
    ({ key, value }) => named.has(key) || (prefix !== null && value !== null && key.startsWith(prefix)),
  );
}

function commit(state: StoreState, checks: readonly KvCheck[], writes: readonly KvWrite[]): Applied {
  const holds = ({ key, version }: KvCheck) => (entryOf(state, key)?.version ?? null) === version;
  if (!checks.every(holds)) return { state, reply: CONFLICT };
  const version = state.version + 1;
  const entries = writes.reduce((before, write) => written(before, write, version), state.entries);
  if (entries === state.entries) return { state, reply: { kind: 'written', version: state.version } };
  return { state: { version, entries }, reply: { kind: 'written', version } };
}

function written(entries: readonly KvEntry[], write: KvWrite, version: number): readonly KvEntry[] {
  const at = placeOf(entries, write.key);
  const exists = entries[at]?.key === write.key;
  if (write.kind === 'delete' && !exists) return entries;
  const value = write.kind === 'delete' ? null : stamped(write.value, write.stampAt, version);
  return entries.toSpliced(at, exists ? 1 : 0, { key: write.key, value, version });
}

function stamped(value: string, stampAt: number | null, version: number): string {
  if (stampAt === null) return value;
  return value.slice(0, stampAt) + versionstampOf(version) + value.slice(stampAt + NO_VERSIONSTAMP.length);
}

function entryOf(state: StoreState, key: string): KvEntry | null {
  const entry = state.entries[placeOf(state.entries, key)];
  return entry?.key === key ? entry : null;
}

/** Where `key` is, or where it would have to go. */
function placeOf(entries: readonly KvEntry[], key: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle]!.key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NO_WRITER: KvFailure = {
  kind: 'failed',
  error: 'OperationFailed',
  message: 'This store takes no writes.',
};

/** The state machine with its state, for whoever needs no more than a store. */
export class MemoryStore implements KvStore {
  constructor(
    public state: StoreState = EMPTY_STORE,
    readonly writable = true,
  ) {}

  ask(request: KvRequest): KvReply {
    if (!this.writable && isWrite(request)) return NO_WRITER;
    const { state, reply } = apply(this.state, request);
    this.state = state;
    return reply;
  }
}
