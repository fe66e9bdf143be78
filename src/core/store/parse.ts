/**
 * Requests and replies of the store as they come in from outside, where nothing is certain: whole and of the right shape,
 * or null. Whether a request keeps within the bounds of the store is for `kv-limits.ts` to say.
 *
 * What they give is made anew from the known fields, so nothing else that a sender put into them goes any further.
 */
import { parseRecord, textField, type JsonRecord } from './json-record';
import type { KvCheck, KvEntry, KvErrorName, KvReply, KvRequest, KvWrite } from './kv';

/** null: the text is no request. */
export function parseRequest(request: KvRequest | string): KvRequest | null {
  return typeof request === 'string' ? requestOf(parseRecord(request)) : request;
}

/** null: the text is no reply. */
export function parseReply(reply: KvReply | string): KvReply | null {
  return typeof reply === 'string' ? replyOf(parseRecord(reply)) : reply;
}

function requestOf(record: JsonRecord | null): KvRequest | null {
  if (record === null) return null;
  const { kind } = record;
  const key = textField(record, 'key');
  const value = textField(record, 'value');
  const version = numberField(record, 'version');
  switch (kind) {
    case 'get':
    case 'entry':
      return key === null ? null : { kind, key };
    case 'read': {
      const keys = listOf(record['keys'], (item) => (typeof item === 'string' ? item : null));
      const prefix = record['prefix'];
      if (keys === null || (prefix !== null && typeof prefix !== 'string')) return null;
      return { kind, keys, prefix };
    }
    case 'create':
      return key === null || value === null ? null : { kind, key, value };
    case 'update':
      return key === null || value === null || version === null ? null : { kind, key, value, version };
    case 'delete':
      return key === null || version === null ? null : { kind, key, version };
    case 'commit': {
      const checks = listOf(record['checks'], checkOf);
      const writes = listOf(record['writes'], writeOf);
      return checks === null || writes === null ? null : { kind, checks, writes };
    }
    default:
      return null;
  }
}

/** null: this is no reply. */
export function replyOf(parsed: unknown): KvReply | null {
  const record = recordOf(parsed);
  if (record === null) return null;
  const { kind } = record;
  switch (kind) {
    case 'value': {
      const value = record['value'];
      return value === null || typeof value === 'string' ? { kind, value } : null;
    }
    case 'entry': {
      if (record['entry'] === null) return { kind, entry: null };
      const entry = entryOf(record['entry']);
      return entry === null ? null : { kind, entry };
    }
    case 'entries': {
      const entries = listOf(record['entries'], entryOf);
      return entries === null ? null : { kind, entries };
    }
    case 'written': {
      const version = record['version'];
      return isVersion(version, 0) ? { kind, version } : null;
    }
    case 'conflict':
      return { kind };
    case 'failed': {
      const error = ERROR_NAMES.find((name) => name === record['error']);
      const message = textField(record, 'message');
      return error === undefined || message === null ? null : { kind, error, message };
    }
    default:
      return null;
  }
}

/** The list that `text` spells, of entries by key in the order of code units, each once; null for anything else. */
export function parseEntries(text: string): readonly KvEntry[] | null {
  const entries = listOf(parseJson(text), entryOf);
  if (entries === null) return null;
  return entries.every(({ key }, at) => at === 0 || entries[at - 1]!.key < key) ? entries : null;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Every item as `parse` has it; null if this is no list, or one of them is not as it should be. */
export function listOf<T>(value: unknown, parse: (item: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value)) return null;
  const items: T[] = [];
  for (const raw of value as readonly unknown[]) {
    const item = parse(raw);
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

export function recordOf(value: unknown): JsonRecord | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;
}

const ERROR_NAMES: readonly KvErrorName[] = Object.keys({
  EmptyKey: 0,
  KeyTooLong: 0,
  ValueTooLarge: 0,
  IllFormedText: 0,
  BadStampPosition: 0,
  TransactionTooLarge: 0,
  OperationFailed: 0,
} satisfies Record<KvErrorName, 0>) as KvErrorName[];

function entryOf(value: unknown): KvEntry | null {
  const record = recordOf(value);
  if (record === null) return null;
  const key = textField(record, 'key');
  const { value: text, version } = record;
  if (key === null || (text !== null && typeof text !== 'string') || !isVersion(version, 1)) return null;
  return { key, value: text, version };
}

function checkOf(value: unknown): KvCheck | null {
  const record = recordOf(value);
  if (record === null) return null;
  const key = textField(record, 'key');
  const { version } = record;
  return key === null || (version !== null && typeof version !== 'number') ? null : { key, version };
}

function writeOf(value: unknown): KvWrite | null {
  const record = recordOf(value);
  if (record === null) return null;
  const key = textField(record, 'key');
  if (key === null) return null;
  if (record['kind'] === 'delete') return { kind: 'delete', key };
  const text = textField(record, 'value');
  const { stampAt } = record;
  if (record['kind'] !== 'put' || text === null) return null;
  return stampAt === null || typeof stampAt === 'number' ? { kind: 'put', key, value: text, stampAt } : null;
}

/** Any number: one that is no version conflicts with every version. */
function numberField(record: JsonRecord, name: string): number | null {
  const value = record[name];
  return typeof value === 'number' ? value : null;
}

function isVersion(value: unknown, min: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min;
}
