import { expect, test } from 'vitest';
import { doExploreJob } from '../../check/explore/jobs';
import { DEFAULT_BUDGETS } from '../../check/explore/spec';
import { Monitor } from '../../check/monitor';
import { simulate } from '../../sim/simulate';
import { parseBookmark } from '../run/bookmark';
import { bookmarkOf, branchNameOf, fragmentOf, speedFor, titleOf } from './counterexample';
import { packedRunIn, unpackText } from '../run/link';

const spec = { protocol: 'kevy', nodes: 3, start: 'settled' } as const;
const violation = doExploreJob({ spec, budgets: DEFAULT_BUDGETS }, () => undefined).violation!;

test('its link opens right before the first move, and the violation comes after', async () => {
  const bookmark = parseBookmark(await unpackText(packedRunIn(await fragmentOf(violation))!));
  expect(bookmark).toEqual(bookmarkOf(violation));
  expect(bookmark.atMs).toBeCloseTo(violation.moves[0]!.atMs - 0.001, 6);
  const monitor = new Monitor();
  simulate(bookmark.run, bookmark.headMs, { observers: [monitor], keepTrace: false });
  const [first] = monitor.violations;
  expect(first!.invariant).toBe('oneAuthority');
  expect(first!.atUs / 1000).toBeGreaterThanOrEqual(violation.moves.at(-1)!.atMs);
  expect(first!.atUs / 1000).toBeLessThanOrEqual(bookmark.headMs);
});

test('is played slowly enough to be followed, and within what the page can play', () => {
  const lasting = (ms: number) => speedFor({ ...violation, startMs: 100, endMs: 100 + ms });
  expect(lasting(600)).toBe(0.05);
  expect(lasting(1)).toBe(0.01);
  expect(lasting(60_000)).toBe(0.25);
});

test('is called by what it breaks', () => {
  expect(titleOf(violation)).toBe('One authority at any instant');
  expect(branchNameOf(violation)).toBe('Explored: one authority at any instant');
  expect(branchNameOf({ ...violation, invariant: null })).toBe('Explored: a program failed');
});
