/** One client's cache a line, through successes, hints and reads. */
import { LeaderCache } from '../../src/core/leadership/leader-cache';
import { expectSame, type Replay } from './golden-file';

type Call =
  | { readonly op: 'recordSuccess'; readonly endpoint: string; readonly epoch: number | null }
  | { readonly op: 'hint'; readonly endpoint: string | null; readonly epoch: number | null }
  | { readonly op: 'cachedLeader' };

interface CacheCase {
  readonly configured: readonly string[];
  readonly leaderTtlMs: number;
  readonly tlsRequired: boolean;
  readonly steps: readonly { readonly nowMs: number; readonly call: Call; readonly value: unknown }[];
}

export const replayLeaderCache: Replay = (line, where) => {
  const { steps, ...config } = line as CacheCase;
  const cache = new LeaderCache(config);
  steps.forEach(({ nowMs, call, value }, index) => {
    const at = `${where}, step ${index + 1} (${call.op} at ${nowMs} ms)`;
    expectSame(at, 'value', perform(cache, call, nowMs), value);
  });
};

function perform(cache: LeaderCache, call: Call, nowMs: number): unknown {
  switch (call.op) {
    case 'recordSuccess':
      return { seated: cache.recordSuccess(call.endpoint, call.epoch, nowMs) };
    case 'hint':
      return { outcome: cache.hint(call.endpoint, call.epoch, nowMs) };
    case 'cachedLeader':
      return cache.cachedLeader(nowMs);
    default: {
      const unknown: never = call;
      throw new Error(`unknown call ${JSON.stringify(unknown)}`);
    }
  }
}
