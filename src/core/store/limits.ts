/** How large keys, values and commits may be. Every store refuses the same requests, with the same words. */
import { utf8Length } from '../wire/utf8';
import type { KvErrorName, KvFailure, KvRequest } from './kv';
import { NO_VERSIONSTAMP } from './versionstamp';

/** In bytes of UTF-8. */
export const KEY_BYTES_MAX = 512;
export const VALUE_BYTES_MAX = 16 * 1024;
/** Keys that one `read` may name, checks of one `commit`, and its writes. */
export const TRANSACTION_KEYS_MAX = 256;

/** The refusal that `request` deserves whatever the store holds; null if there is none. */
export function refusalOf(request: KvRequest): KvFailure | null {
  switch (request.kind) {
    case 'get':
    case 'entry':
    case 'delete':
      return refuseKey(request.key);
    case 'create':
    case 'update':
      return refuseKey(request.key) ?? refuseValue(request.key, request.value);
    case 'read': {
      const { keys, prefix } = request;
      return (
        refuseCount('keys', keys) ?? first(keys, refuseKey) ?? (prefix === null ? null : refuseKey(prefix))
      );
    }
    case 'commit': {
      const { checks, writes } = request;
      return (
        refuseCount('checks', checks) ??
        refuseCount('writes', writes) ??
        first([...checks, ...writes], ({ key }) => refuseKey(key)) ??
        first(writes, (write) =>
          write.kind === 'put'
            ? (refuseValue(write.key, write.value) ?? refuseStamp(write.key, write.value, write.stampAt))
            : null,
        )
      );
    }
    default: {
      const unknown: never = request;
      throw new Error(`unknown request ${JSON.stringify(unknown)}`);
    }
  }
}

function refuseKey(key: string): KvFailure | null {
  if (key === '') return failed('EmptyKey', 'A key must have at least one character.');
  if (isLonger(key, KEY_BYTES_MAX)) {
    const bytes = utf8Length(key);
    return failed(
      'KeyTooLong',
      `The key "${key.slice(0, 20)}…" has ${bytes} bytes; the most is ${KEY_BYTES_MAX}.`,
    );
  }
  return isWellFormed(key) ? null : failed('IllFormedText', 'A key holds half a surrogate pair.');
}

function refuseValue(key: string, value: string): KvFailure | null {
  if (isLonger(value, VALUE_BYTES_MAX)) {
    const bytes = utf8Length(value);
    return failed(
      'ValueTooLarge',
      `The value for "${key}" has ${bytes} bytes; the most is ${VALUE_BYTES_MAX}.`,
    );
  }
  return isWellFormed(value)
    ? null
    : failed('IllFormedText', `The value for "${key}" holds half a surrogate pair.`);
}

function refuseStamp(key: string, value: string, stampAt: number | null): KvFailure | null {
  if (stampAt === null) return null;
  const latest = value.length - NO_VERSIONSTAMP.length;
  if (Number.isInteger(stampAt) && stampAt >= 0 && stampAt <= latest) return null;
  return failed('BadStampPosition', `The value for "${key}" has no room for a versionstamp at ${stampAt}.`);
}

function refuseCount(what: string, list: readonly unknown[]): KvFailure | null {
  if (list.length <= TRANSACTION_KEYS_MAX) return null;
  return failed(
    'TransactionTooLarge',
    `A request with ${list.length} ${what} is too large; the most is ${TRANSACTION_KEYS_MAX}.`,
  );
}

/** Counted only where it can matter: a code unit takes three bytes at most. */
function isLonger(text: string, bytesMax: number): boolean {
  return text.length * 3 > bytesMax && utf8Length(text) > bytesMax;
}

/** Text that is not Unicode would come back changed from a store that keeps bytes. */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

function first<T>(list: readonly T[], refuse: (item: T) => KvFailure | null): KvFailure | null {
  for (const item of list) {
    const refusal = refuse(item);
    if (refusal !== null) return refusal;
  }
  return null;
}

function failed(error: KvErrorName, message: string): KvFailure {
  return { kind: 'failed', error, message };
}
