import { describe, expect, test } from 'vitest';
import { LeaderCache } from './leader-cache';

const make = (tlsRequired = false) =>
  new LeaderCache({ configured: ['a:9000', 'b:9000'], leaderTtlMs: 1000, tlsRequired });

describe('an empty or expired cache', () => {
  test('takes whatever comes', () => {
    const cache = make();
    expect(cache.cachedLeader(0)).toBeNull();
    expect(cache.hint('x:9000', 1, 0)).toBe('followed');
    expect(cache.recordSuccess('a:9000', 1, 999)).toBe(true);
    expect(cache.recordSuccess('b:9000', null, 1998)).toBe(false);
    expect(cache.recordSuccess('b:9000', null, 1999)).toBe(true);
  });

  test('expires exactly at the ttl', () => {
    const cache = make();
    cache.recordSuccess('a:9000', 5, 0);
    expect(cache.cachedLeader(999)).toEqual({ endpoint: 'a:9000', epoch: 5 });
    expect(cache.cachedLeader(1000)).toBeNull();
  });
});

describe('the same endpoint', () => {
  test('refreshes, and its epoch only rises', () => {
    const cache = make();
    cache.recordSuccess('a:9000', 5, 0);
    expect(cache.hint('a:9000', 3, 900)).toBe('followed');
    expect(cache.recordSuccess('a:9000', null, 1800)).toBe(true);
    expect(cache.cachedLeader(2700)).toEqual({ endpoint: 'a:9000', epoch: 5 });
    cache.hint('a:9000', 8, 2700);
    expect(cache.cachedLeader(2700)).toEqual({ endpoint: 'a:9000', epoch: 8 });
  });

  test('keeps its epoch even beyond the ttl', () => {
    const cache = make();
    cache.recordSuccess('a:9000', 5, 0);
    cache.hint('a:9000', 2, 5000);
    expect(cache.cachedLeader(5000)).toEqual({ endpoint: 'a:9000', epoch: 5 });
  });
});

describe('another endpoint against a fresh entry', () => {
  const against = (epoch: number | null) => {
    const cache = make();
    cache.recordSuccess('a:9000', epoch, 0);
    return cache;
  };

  test('both epochs known: it must not be lower', () => {
    expect(against(5).hint('x:9000', 4, 1)).toBe('stale');
    expect(against(5).hint('x:9000', 5, 1)).toBe('followed');
    expect(against(5).recordSuccess('x:9000', 4, 1)).toBe(false);
    expect(against(5).recordSuccess('x:9000', 5, 1)).toBe(true);
  });

  test('only ours known: a hint may name a configured endpoint, a success proves nothing', () => {
    expect(against(5).hint('b:9000', null, 1)).toBe('followed');
    expect(against(5).hint('x:9000', null, 1)).toBe('stale');
    expect(against(5).recordSuccess('b:9000', null, 1)).toBe(false);
  });

  test('ours unknown: a hint seats, a success does not', () => {
    expect(against(null).hint('x:9000', null, 1)).toBe('followed');
    expect(against(null).recordSuccess('b:9000', 9, 1)).toBe(false);
  });

  test('does not take over the epoch of the one before', () => {
    const cache = against(5);
    cache.hint('b:9000', null, 1);
    expect(cache.cachedLeader(1)).toEqual({ endpoint: 'b:9000', epoch: null });
  });
});

test('hints in plain text are rejected where TLS is required, before all else', () => {
  expect(make(true).hint('http://x:9000', 9, 0)).toBe('rejected');
  expect(make(true).hint('https://x:9000', 9, 0)).toBe('followed');
  expect(make(false).hint('http://x:9000', 9, 0)).toBe('followed');
});

test('a reply without a hint', () => {
  expect(make().hint(null, null, 0)).toBe('noLeaderYet');
});

test('what was saved is a cache like the original', () => {
  const config = { configured: ['a:9000'], leaderTtlMs: 1000, tlsRequired: false };
  const original = new LeaderCache(config);
  expect(original.save()).toBeNull();
  original.recordSuccess('a:9000', 5, 7);
  const restored = new LeaderCache(config, original.save());
  expect(restored.cachedLeader(1006)).toEqual({ endpoint: 'a:9000', epoch: 5 });
  expect(restored.hint('x:9000', 4, 1006)).toBe('stale');
  expect(restored.cachedLeader(1007)).toBeNull();
});
