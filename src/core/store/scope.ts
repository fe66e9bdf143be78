import type { KvRequest } from './kv';

/** All of a store that a request can read or change: a store that is not at hand loads this much to take one step. */
export interface KvScope {
  readonly keys: readonly string[];
  readonly prefix: string | null;
}

export function scopeOf(request: KvRequest): KvScope {
  switch (request.kind) {
    case 'get':
    case 'entry':
    case 'create':
    case 'update':
    case 'delete':
      return { keys: [request.key], prefix: null };
    case 'read':
      return request;
    case 'commit':
      return { keys: [...request.checks, ...request.writes].map(({ key }) => key), prefix: null };
    default: {
      const unknown: never = request;
      throw new Error(`unknown request ${JSON.stringify(unknown)}`);
    }
  }
}
