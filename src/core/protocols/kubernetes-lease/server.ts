/**
 * The store as API server: one key holds the Lease, the version of the key is its resource version, and a tombstone is no
 * object. The server's own check of a record is made here, since a store takes any text.
 */
import type { KvReply, KvRequest } from '../../store/kv';
import type { ApiError, ApiReply, ApiRequest } from './api';
import { formatLease, parseLease } from './lease-value';
import { LEASE_KEY } from './settings';

/** Refused without being sent; null if it can be sent. */
export function refusalOf(request: ApiRequest): ApiReply | null {
  if (request.verb === 'get') return null;
  if (request.verb === 'update' && request.version === null) return failed('NotSent');
  return request.record.leaseDurationSeconds > 0 ? null : failed('Invalid');
}

/** `tombstone`: the version of what the last get found in place of an object; null if it found nothing at all. */
export function toStore(request: ApiRequest, tombstone: number | null): KvRequest {
  const key = LEASE_KEY;
  switch (request.verb) {
    case 'get':
      return { kind: 'entry', key };
    case 'create': {
      const value = formatLease(request.record);
      return tombstone === null
        ? { kind: 'create', key, value }
        : { kind: 'update', key, value, version: tombstone };
    }
    case 'update':
      return { kind: 'update', key, value: formatLease(request.record), version: request.version ?? 0 };
    default:
      return request satisfies never;
  }
}

/** What a store cannot do, or answers amiss, is an outage to an elector. */
export function fromStore({ verb }: ApiRequest, reply: KvReply): ApiReply {
  switch (reply.kind) {
    case 'entry': {
      if (verb !== 'get') break;
      const { entry } = reply;
      if (entry === null || entry.value === null) return failed('NotFound');
      return { kind: 'got', record: parseLease(entry.value), version: entry.version };
    }
    case 'written':
      if (verb === 'get') break;
      return { kind: 'written', version: reply.version };
    case 'conflict':
      if (verb === 'get') break;
      return failed(verb === 'create' ? 'AlreadyExists' : 'Conflict');
    default:
  }
  return failed('Unavailable');
}

export const failed = (error: ApiError): ApiReply => ({ kind: 'failed', error });

/** The version of a tombstone that a get has found; null for an object, and where there was never one. */
export function tombstoneIn(reply: KvReply): number | null {
  if (reply.kind !== 'entry' || reply.entry === null || reply.entry.value !== null) return null;
  return reply.entry.version;
}
